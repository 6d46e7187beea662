package io.bkm.streams.relabel;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One text or several, in full or around one group: {@code Running}, {@code Succeeded|Failed}, {@code (pod|node)},
 * {@code apiserver_(request_count|request_latencies)}. Most rules that keep or drop are no more, and a set answers them
 * without trying one alternative after the other.
 *
 * @param prefix length of what all texts begin with, before the group
 * @param suffix length of what all texts end with, after the group
 * @param grouped whether what is between is group 1
 */
record LiteralRegex(Set<String> texts, int prefix, int suffix, boolean grouped) implements Regex {

    /** Null when {@code regex} is something else. */
    static @Nullable LiteralRegex parse(String regex) {
        int open = regex.indexOf('(');
        if (open < 0) {
            var texts = alternatives("", regex, "");
            return texts == null ? null : new LiteralRegex(texts, 0, 0, false);
        }
        int close = regex.lastIndexOf(')');
        boolean grouped = !regex.startsWith("(?:", open);
        int start = open + (grouped ? 1 : 3);
        if (close < start) {
            return null;
        }
        var prefix = PlainText.parse(regex.substring(0, open));
        var suffix = PlainText.parse(regex.substring(close + 1));
        if (prefix == null || suffix == null) {
            return null;
        }
        var texts = alternatives(prefix, regex.substring(start, close), suffix);
        return texts == null ? null : new LiteralRegex(texts, prefix.length(), suffix.length(), grouped);
    }

    private static @Nullable Set<String> alternatives(String prefix, String alternatives, String suffix) {
        var texts = new HashSet<String>();
        for (var alternative : alternatives.split("\\|", -1)) {
            var text = PlainText.parse(alternative);
            if (text == null) {
                return null;
            }
            texts.add(prefix + text + suffix);
        }
        return Set.copyOf(texts);
    }

    @Override
    public boolean matches(String text) {
        return texts.contains(text);
    }

    @Override
    public int @Nullable [] find(String text) {
        if (!matches(text)) {
            return null;
        }
        return grouped ? new int[] {0, text.length(), prefix, text.length() - suffix} : new int[] {0, text.length()};
    }

    @Override
    public List<Integer> groups(String name) {
        return List.of();
    }
}
