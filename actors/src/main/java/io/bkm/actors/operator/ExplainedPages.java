package io.bkm.actors.operator;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Cuts the list of all targets into answers that fit into a frame. */
final class ExplainedPages {

    /** Characters of labels and URLs in a page; an answer in bytes is below the frame of 512 KiB. */
    private static final int PAGE_CHARACTERS = 100_000;

    private ExplainedPages() {}

    static ExplainedTarget.Page page(
            long version, List<DiscoveredTarget> targets, int from, Function<EndpointId, ShardKey> shards) {
        var page = new ArrayList<ExplainedTarget>();
        int at = Math.clamp(from, 0, targets.size());
        long characters = 0;
        while (at < targets.size() && characters < PAGE_CHARACTERS) {
            var target = targets.get(at++);
            characters += size(target.discovered()) + size(target.target().labels());
            characters += target.endpoint().url().length() + 200;
            page.add(explained(target, shards));
        }
        return new ExplainedTarget.Page(version, page, at < targets.size() ? at : -1, targets.size());
    }

    private static ExplainedTarget explained(DiscoveredTarget found, Function<EndpointId, ShardKey> shards) {
        var endpoint = found.endpoint();
        var id = endpoint.id();
        var gse = found.target().gse();
        return new ExplainedTarget(
                id,
                endpoint.url(),
                endpoint.interval(),
                endpoint.timeout(),
                found.target().pool(),
                found.target().labels(),
                found.discovered(),
                found.placement(),
                shards.apply(id),
                gse == null ? null : gse.dataId());
    }

    private static long size(Labels labels) {
        long size = 0;
        for (int i = 0; i < labels.size(); i++) {
            size += labels.name(i).length() + labels.value(i).length() + 4L;
        }
        return size;
    }
}
