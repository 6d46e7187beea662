package io.bkm.actors.placement;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.bkm.streams.targets.EndpointId;

/** The unit that a member owns: all node-local endpoints of one node, or one of the shares of the others. */
public sealed interface ShardKey extends Comparable<ShardKey> {

    /** How many shares there are. Never changes: members that count differently would each own an endpoint. */
    int SPREAD_SHARDS = 64;

    /** The endpoints of a Kubernetes node; owned by its daemonset member or by nobody. */
    record Node(String node) implements ShardKey {

        public Node {
            if (node.isEmpty() || node.indexOf('|') >= 0) {
                throw new IllegalArgumentException("node: \"" + node + "\" (expected: a Kubernetes node's name)");
            }
        }

        @Override
        public String shardId() {
            return node;
        }

        @Override
        public String text() {
            return "node/" + node;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A share of the endpoints that no node owns. */
    record Spread(int number) implements ShardKey {

        public Spread {
            if (number < 0 || number >= SPREAD_SHARDS) {
                throw new IllegalArgumentException(
                        "spread shard: " + number + " (expected: 0 to " + (SPREAD_SHARDS - 1) + ")");
            }
        }

        @Override
        public String shardId() {
            return Integer.toString(number);
        }

        @Override
        public String text() {
            return "spread/" + number;
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** The shard of an endpoint that no node owns. */
    static ShardKey.Spread spread(EndpointId id) {
        return new Spread(Math.floorMod(id.value().hashCode(), SPREAD_SHARDS));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ShardKey parse(String text) {
        if (text.startsWith("node/")) {
            return new Node(text.substring("node/".length()));
        }
        if (text.startsWith("spread/")) {
            return new Spread(Integer.parseInt(text.substring("spread/".length())));
        }
        throw new IllegalArgumentException("shard: \"" + text + "\" (expected: node/NAME or spread/NUMBER)");
    }

    /** The shard id within its entity type. */
    String shardId();

    /** {@code node/NAME} or {@code spread/NUMBER}: unique over both entity types. */
    @JsonValue
    String text();

    @Override
    default int compareTo(ShardKey other) {
        return text().compareTo(other.text());
    }
}
