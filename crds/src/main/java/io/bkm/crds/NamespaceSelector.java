package io.bkm.crds;

import java.util.List;

/**
 * The namespaces in which a monitor looks: all, those named, or, where neither is given, its own.
 *
 * @param any wins over the names
 */
public record NamespaceSelector(boolean any, List<String> matchNames) {

    public NamespaceSelector {
        matchNames = List.copyOf(matchNames);
    }

    /** The monitor's own namespace. */
    public static NamespaceSelector own() {
        return new NamespaceSelector(false, List.of());
    }
}
