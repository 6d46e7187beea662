package io.bkm.streams.relabel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plain text around one {@code .*} or {@code .+}, in a group or not: {@code (.*)}, {@code __meta_kubernetes_pod_label_(.+)},
 * {@code .+-metrics}. With the default regex this is most rules that replace or map.
 *
 * @param shortest how much the dot must match
 * @param grouped whether the middle is group 1
 */
record AffixRegex(String prefix, String suffix, int shortest, boolean grouped) implements Regex {

    /** Null when {@code regex} is something else. */
    static @Nullable AffixRegex parse(String regex) {
        int dot = regex.indexOf('.');
        if (dot < 0 || dot + 1 == regex.length()) {
            return null;
        }
        char repeat = regex.charAt(dot + 1);
        boolean grouped = dot > 0 && regex.charAt(dot - 1) == '(';
        int end = dot + 2;
        if (grouped) {
            if (end == regex.length() || regex.charAt(end) != ')') {
                return null;
            }
            end++;
        }
        var prefix = regex.substring(0, grouped ? dot - 1 : dot);
        var suffix = regex.substring(end);
        boolean plain = prefix.chars().allMatch(c -> LiteralRegex.isPlain((char) c))
                && suffix.chars().allMatch(c -> LiteralRegex.isPlain((char) c));
        if (!plain || (repeat != '*' && repeat != '+')) {
            return null;
        }
        return new AffixRegex(prefix, suffix, repeat == '+' ? 1 : 0, grouped);
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
