package io.bkm.crds;

import java.util.List;
import java.util.Map;

/** Targets written out, {@code host:port} each, with labels for all of them. */
public record StaticConfig(List<String> targets, Map<String, String> labels) {

    public StaticConfig {
        targets = List.copyOf(targets);
        labels = Sorted.copyOf(labels);
    }
}
