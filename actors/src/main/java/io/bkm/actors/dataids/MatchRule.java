package io.bkm.actors.dataids;

import io.bkm.crds.DataId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The monitors that a DataID is for. A list that is empty leaves its field open.
 *
 * @param kinds in lower case; without any the rule matches nothing
 */
record MatchRule(List<String> kinds, List<String> namespaces, List<String> names) {

    /** How closely a rule names a monitor, the closest first. */
    enum Closeness {
        /** One kind, one namespace, one name: beats everything, the system DataID too. */
        EXACT,
        NAMESPACE_AND_NAME,
        NAME,
        NAMESPACE,
        /** Nothing but kinds. The original cannot say that (W11): there such a rule matches nothing. */
        KIND
    }

    static MatchRule of(DataId dataId) {
        var monitors = dataId.spec().monitorResource();
        return monitors == null
                ? new MatchRule(List.of(), List.of(), List.of())
                : new MatchRule(
                        list(monitors.kind().toLowerCase(Locale.ROOT)),
                        list(monitors.namespace()),
                        list(monitors.name()));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split("\\|"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    boolean matches(String kind, String namespace, String name) {
        return kinds.contains(kind.toLowerCase(Locale.ROOT))
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
