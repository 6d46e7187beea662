package io.bkm.actors.discovery;

import io.bkm.crds.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks a label selector as the Kubernetes API would and writes it as {@code kubectl -l} takes it. */
final class SelectorText {

    // Both are linear: no part can match what its neighbour can.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");
    private static final int MAX_PREFIX = 253;

    private SelectorText() {}

    /** @param field of the selector: {@code spec.selector} */
    static String of(LabelSelector selector, String field) throws Refusal {
        var terms = new ArrayList<String>();
        for (var entry : selector.matchLabels().entrySet()) {
            var name = field + ".matchLabels";
            checkKey(entry.getKey(), name);
            checkValue(entry.getValue(), name + "." + entry.getKey());
            terms.add(entry.getKey() + "=" + entry.getValue());
        }
        for (int i = 0; i < selector.matchExpressions().size(); i++) {
            terms.add(term(selector.matchExpressions().get(i), field + ".matchExpressions[" + i + "]"));
        }
        return String.join(",", terms);
    }

    private static String term(LabelSelector.Requirement requirement, String field) throws Refusal {
        checkKey(requirement.key(), field + ".key");
        var values = requirement.values();
        return switch (requirement.operator()) {
            case "In" -> requirement.key() + " in " + list(values, field);
            case "NotIn" -> requirement.key() + " notin " + list(values, field);
            case "Exists" -> none(values, requirement.key(), field);
            case "DoesNotExist" -> none(values, "!" + requirement.key(), field);
            default ->
                throw new Refusal(field + ".operator", requirement.operator(), "In, NotIn, Exists or DoesNotExist");
        };
    }

    private static String list(List<String> values, String field) throws Refusal {
        if (values.isEmpty()) {
            throw new Refusal(field + ".values", "none", "at least one");
        }
        for (var value : values) {
            checkValue(value, field + ".values");
        }
        return "(" + String.join(",", values) + ")";
    }

    private static String none(List<String> values, String term, String field) throws Refusal {
        if (!values.isEmpty()) {
            throw new Refusal(field + ".values", values.toString(), "none");
        }
        return term;
    }

    private static void checkKey(String key, String field) throws Refusal {
        int slash = key.indexOf('/');
        var prefix = key.substring(0, Math.max(slash, 0));
        boolean prefixOk = slash < 0
                || (prefix.length() <= MAX_PREFIX && PREFIX.matcher(prefix).matches());
        if (!prefixOk || !NAME.matcher(key.substring(slash + 1)).matches()) {
            throw new Refusal(field, key, "a label key, [prefix/]name");
        }
    }

    private static void checkValue(String value, String field) throws Refusal {
        if (!value.isEmpty() && !NAME.matcher(value).matches()) {
            throw new Refusal(
                    field, value, "at most 63 letters, digits, '-', '_' or '.', a letter or digit at both ends");
        }
    }
}
