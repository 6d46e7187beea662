package io.bkm.streams.relabel;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One text or several: {@code Running}, {@code Succeeded|Failed}. Most rules that keep or drop are no more. */
record LiteralRegex(Set<String> texts) implements Regex {

    /** Null when {@code regex} is more than alternatives of plain text. */
    static @Nullable LiteralRegex parse(String regex) {
        for (int i = 0; i < regex.length(); i++) {
            if (regex.charAt(i) != '|' && !isPlain(regex.charAt(i))) {
                return null;
            }
        }
        return new LiteralRegex(Set.copyOf(Arrays.asList(regex.split("\\|", -1))));
    }

    /** Means itself in a regex. Left to RE2: everything else, escapes and what is not ASCII included. */
    static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_-/:;,=@# ".indexOf(c) >= 0;
    }

    @Override
    public boolean matches(String text) {
        return texts.contains(text);
    }

    @Override
    public int @Nullable [] find(String text) {
        return texts.contains(text) ? new int[] {0, text.length()} : null;
    }

    @Override
    public List<Integer> groups(String name) {
        return List.of();
    }
}
