package io.bkm.streams.relabel;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plain text around one {@code .*} or {@code .+}, in a group or not: {@code (.*)}, {@code __meta_kubernetes_pod_label_(.+)},
 * {@code .+-metrics}. With the default regex this is most rules that replace or map.
 *
 * @param shortest how much the dot must match
 * @param grouped whether the middle is group 1
 */
record AffixRegex(String prefix, String suffix, int shortest, boolean grouped) implements Regex {

    private static final Pattern SHAPE =
            Pattern.compile("(?<before>[^.(]*)(?:\\(\\.(?<in>[*+])\\)|\\.(?<out>[*+]))(?<after>.*)");

    /** Null when {@code regex} is something else. */
    static @Nullable AffixRegex parse(String regex) {
        var shape = SHAPE.matcher(regex);
        if (!shape.matches()) {
            return null;
        }
        var prefix = PlainText.parse(shape.group("before"));
        var suffix = PlainText.parse(shape.group("after"));
        if (prefix == null || suffix == null) {
            return null;
        }
        boolean grouped = shape.group("in") != null;
        boolean some = "+".equals(grouped ? shape.group("in") : shape.group("out"));
        return new AffixRegex(prefix, suffix, some ? 1 : 0, grouped);
    }

    @Override
    public boolean matches(String text) {
        return text.length() >= prefix.length() + suffix.length() + shortest
                && text.startsWith(prefix)
                && text.endsWith(suffix);
    }

    @Override
    public int @Nullable [] find(String text) {
        if (!matches(text)) {
            return null;
        }
        return grouped
                ? new int[] {0, text.length(), prefix.length(), text.length() - suffix.length()}
                : new int[] {0, text.length()};
    }

    @Override
    public List<Integer> groups(String name) {
        return List.of();
    }
}
