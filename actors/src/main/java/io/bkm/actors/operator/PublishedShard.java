package io.bkm.actors.operator;

import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.AssignmentCodec;
import io.bkm.actors.placement.Generation;
import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A shard's list as it is published. Its bytes are made when a member asks for them, and dropped when it has them. */
final class PublishedShard {

    private final Generation generation;
    private final SortedMap<String, AssignedEndpoint> endpoints;
    private final int targets;
    private AssignmentCodec.@Nullable Encoded encoded;
    private @Nullable String hash;

    PublishedShard(Generation generation, SortedMap<String, AssignedEndpoint> endpoints) {
        this.generation = generation;
        this.endpoints = Collections.unmodifiableSortedMap(endpoints);
        this.targets = endpoints.values().stream()
                .mapToInt(endpoint -> endpoint.targets().size())
                .sum();
    }

    Generation generation() {
        return generation;
    }

    /** By endpoint id. */
    SortedMap<String, AssignedEndpoint> endpoints() {
        return endpoints;
    }

    int targets() {
        return targets;
    }

    String hash() {
        if (hash == null) {
            hash = encoded().hash();
        }
        return hash;
    }

    AssignmentCodec.Encoded encoded() {
        if (encoded == null) {
            encoded = AssignmentCodec.encode(endpoints.values());
        }
        return encoded;
    }

    void dropBytes() {
        var _ = hash();
        encoded = null;
    }

    /** The same list under a newer generation. */
    PublishedShard at(Generation newer) {
        var copy = new PublishedShard(newer, endpoints);
        copy.hash = hash;
        copy.encoded = encoded;
        return copy;
    }
}
