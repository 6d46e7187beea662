package io.bkm.actors.dataids;

import io.bkm.crds.DataId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The monitors that a DataID is for. A list that is empty leaves its field open, and so does one with {@code *}; but one
 * of namespaces and names must be written, as in the original. There a rule cannot say "all of a kind" (W11); here
 * {@code namespace: "*"} does, which means nothing there.
 *
 * @param kinds in lower case; without any the rule matches nothing
 * @param written whether there are namespaces or names
 */
record MatchRule(List<String> kinds, List<String> namespaces, List<String> names, boolean written) {

    private static final String ANY = "*";

    /** How closely a rule names a monitor, the closest first. */
    enum Closeness {
        /** One kind, one namespace, one name: beats everything, the system DataID too. */
        EXACT,
        NAMESPACE_AND_NAME,
        NAME,
        NAMESPACE,
        KIND
    }

    static MatchRule of(DataId dataId) {
        var monitors = dataId.spec().monitorResource();
        return monitors == null
                ? new MatchRule(List.of(), List.of(), List.of(), false)
                : new MatchRule(
                        list(monitors.kind().toLowerCase(Locale.ROOT)),
                        list(monitors.namespace()),
                        list(monitors.name()),
                        !(monitors.namespace().isBlank() && monitors.name().isBlank()));
    }

    /** Empty for any. */
    private static List<String> list(String text) {
        var items = Arrays.stream(text.split("\\|"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        return items.contains(ANY) ? List.of() : items;
    }

    boolean matches(String kind, String namespace, String name) {
        return written
                && kinds.contains(kind.toLowerCase(Locale.ROOT))
                && (namespaces.isEmpty() || namespaces.contains(namespace))
                && (names.isEmpty() || names.contains(name));
    }

    Closeness closeness() {
        if (namespaces.isEmpty()) {
            return names.isEmpty() ? Closeness.KIND : Closeness.NAME;
        }
        if (names.isEmpty()) {
            return Closeness.NAMESPACE;
        }
        return kinds.size() == 1 && namespaces.size() == 1 && names.size() == 1
                ? Closeness.EXACT
                : Closeness.NAMESPACE_AND_NAME;
    }
}
