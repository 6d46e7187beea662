package io.bkm.actors.operator;

import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The shards whose member has not yet said that it has what was published for it. Times are Unix milliseconds. */
final class Unacknowledged {

    private record Published(Generation generation, long at) {}

    private final Map<ShardKey, Published> waiting = new HashMap<>();

    /** @param empty whether there is nothing in the list: its member may be gone for good */
    void published(ShardKey shard, Generation generation, boolean empty, long now) {
        if (empty) {
            waiting.remove(shard);
        } else {
            waiting.put(shard, new Published(generation, now));
        }
    }

    /** How long it took, where the shard has the newest list now. */
    Optional<Duration> applied(ShardKey shard, Generation generation, long now) {
        var published = waiting.get(shard);
        if (published == null || generation.compareTo(published.generation()) < 0) {
            return Optional.empty();
        }
        waiting.remove(shard);
        return Optional.of(Duration.ofMillis(Math.max(0, now - published.at())));
    }

    int size() {
        return waiting.size();
    }
}
