package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** A label selector as {@code kubectl -l} takes it: requirements that all hold. */
public record LabelSelector(List<Requirement> requirements) {

    /** What a label must be. */
    public sealed interface Requirement {
        String key();
    }

    public record In(String key, Set<String> values) implements Requirement {}

    public record NotIn(String key, Set<String> values) implements Requirement {}

    public record Exists(String key) implements Requirement {}

    public record Missing(String key) implements Requirement {}

    public record Greater(String key, long than) implements Requirement {}

    public record Less(String key, long than) implements Requirement {}

    /** @throws IllegalArgumentException says what was found and what was expected */
    public static LabelSelector parse(String text) {
        return new LabelSelector(new LabelSelectorParser(text).parse());
    }

    boolean matches(HasMetadata object) {
        var labels = object.getMetadata() == null ? null : object.getMetadata().getLabels();
        return matches(labels == null ? Map.of() : labels);
    }

    public boolean matches(Map<String, String> labels) {
        return requirements.stream().allMatch(requirement -> holds(requirement, labels));
    }

    private static boolean holds(Requirement requirement, Map<String, String> labels) {
        var value = labels.get(requirement.key());
        return switch (requirement) {
            case In in -> value != null && in.values().contains(value);
            case NotIn notIn -> value == null || !notIn.values().contains(value);
            case Exists _ -> value != null;
            case Missing _ -> value == null;
            case Greater greater -> value != null && compare(value, greater.than()) > 0;
            case Less less -> value != null && compare(value, less.than()) < 0;
        };
    }

    /** What is no number is neither greater nor less. */
    private static int compare(String value, long than) {
        var number = number(value);
        return number.isPresent() ? Long.compare(number.getAsLong(), than) : 0;
    }

    static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return OptionalLong.empty();
        }
    }
}
