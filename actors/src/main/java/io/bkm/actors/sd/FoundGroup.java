package io.bkm.actors.sd;

import io.bkm.streams.labels.Labels;
import java.util.List;

/**
 * A target group as Prometheus has them. A group that did not change is the same instance from one answer to the next.
 *
 * @param source tells it from the other groups of its discovery
 * @param labels of all its targets, before relabeling
 * @param targets the labels of each target; where both name a label, the target's wins
 */
public record FoundGroup(String source, Labels labels, List<Labels> targets) {

    public FoundGroup {
        targets = List.copyOf(targets);
    }
}
