package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The selectors of a discovery, parsed: at most one per role of objects. */
public final class Selectors {

    public static final Selectors NONE = new Selectors(Map.of());

    private record Choice(LabelSelector labels, FieldSelector fields) {}

    private final Map<Role, Choice> choices;

    private Selectors(Map<Role, Choice> choices) {
        this.choices = choices;
    }

    /**
     * Checks as Prometheus does when it reads its configuration.
     *
     * @throws IllegalArgumentException for a role given twice, a role that is no part of the discovery of {@code role},
     *     or a selector that cannot be read; the message names the value and what was expected
     */
    public static Selectors of(Role role, Collection<Selector> selectors) {
        if (selectors.isEmpty()) {
            return NONE;
        }
        var choices = new EnumMap<Role, Choice>(Role.class);
        for (var selector : selectors) {
            if (!allowed(role).contains(selector.role())) {
                throw new IllegalArgumentException(
                        "selectors: role " + selector.role().text() + " (expected: one of "
                                + allowed(role).stream().map(Role::text).toList() + " in role " + role.text() + ")");
            }
            var choice = new Choice(LabelSelector.parse(selector.label()), FieldSelector.parse(selector.field()));
            if (choices.put(selector.role(), choice) != null) {
                throw new IllegalArgumentException(
                        "selectors: role " + selector.role().text() + " twice (expected: each role once)");
            }
        }
        return new Selectors(choices);
    }

    private static Set<Role> allowed(Role role) {
        return switch (role) {
            case POD -> EnumSet.of(Role.POD);
            case SERVICE -> EnumSet.of(Role.SERVICE);
            case ENDPOINTS -> EnumSet.of(Role.POD, Role.SERVICE, Role.ENDPOINTS);
            case ENDPOINTSLICE -> EnumSet.of(Role.POD, Role.SERVICE, Role.ENDPOINTSLICE);
            case NODE -> EnumSet.of(Role.NODE);
            case INGRESS -> EnumSet.of(Role.INGRESS);
        };
    }

    /**
     * Why the API server would refuse these selectors: a field that it does not select by. Prometheus accepts such a
     * configuration and then waits for ever, so no target is found; nor is one here.
     */
    public Optional<String> refusal() {
        return choices.entrySet().stream()
                .flatMap(choice -> refusal(choice.getKey(), choice.getValue().fields()).stream())
                .findFirst();
    }

    private static Optional<String> refusal(Role role, FieldSelector fields) {
        return fields.unknownField(role)
                .map(field -> "selectors: field " + field + " (expected: one of "
                        + new TreeSet<>(SelectableFields.names(role)) + " in role " + role.text() + ")");
    }

    boolean has(Role role) {
        return choices.containsKey(role);
    }

    boolean matches(Role role, HasMetadata object) {
        var choice = choices.get(role);
        return choice == null || (choice.labels.matches(object) && choice.fields.matches(role, object));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Selectors selectors && choices.equals(selectors.choices);
    }

    @Override
    public int hashCode() {
        return choices.hashCode();
    }

    @Override
    public String toString() {
        return choices.toString();
    }
}
