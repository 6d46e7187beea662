package io.bkm.streams.relabel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A regular expression as a rule has it: RE2 syntax, anchored at both ends, the dot matches newlines. */
sealed interface Regex permits Regex.Re2, LiteralRegex, AffixRegex {

    /** Whether it matches {@code text}. */
    boolean matches(String text);

    /**
     * Where group 0, 1, … begins and ends in {@code text}: two numbers each, -1 where the group took no part; null when
     * there is no match.
     */
    int @Nullable [] find(String text);

    /** The number of the group of that name, -1 when there is none. */
    int group(String name);

    /** Go's {@code ReplaceAllString}. An anchored regex matches all of {@code text} or nothing of it. */
    default String replaceAll(String text, Template template) {
        var bounds = find(text);
        return bounds == null ? text : template.expand(text, bounds);
    }

    /** What is wrong with {@code regex}; null when nothing is. */
    static @Nullable String problem(String regex) {
        try {
            var _ = compile(regex);
            return null;
        } catch (PatternSyntaxException e) {
            return e.getMessage();
        }
    }

    /** Of a regex that {@link #problem} has nothing against. */
    static Regex compile(String regex) {
        var literals = LiteralRegex.parse(regex);
        if (literals != null) {
            return literals;
        }
        var affix = AffixRegex.parse(regex);
        return affix != null ? affix : Re2.compile(regex);
    }

    /** The general case. */
    record Re2(Pattern pattern, Map<String, Integer> groups) implements Regex {

        static Re2 compile(String regex) {
            var pattern = Pattern.compile("^(?s:" + regex + ")$");
            return new Re2(pattern, pattern.namedGroups());
        }

        @Override
        public boolean matches(String text) {
            // A search, as in Prometheus: a regex such as "a)|(?:b" escapes the anchors.
            return pattern.matcher(text).find();
        }

        @Override
        public int @Nullable [] find(String text) {
            var matcher = pattern.matcher(text);
            if (!matcher.find()) {
                return null;
            }
            var bounds = new int[2 * (matcher.groupCount() + 1)];
            for (int i = 0; i <= matcher.groupCount(); i++) {
                bounds[2 * i] = matcher.start(i);
                bounds[2 * i + 1] = matcher.end(i);
            }
            return bounds;
        }

        @Override
        public int group(String name) {
            return groups.getOrDefault(name, -1);
        }
    }
}
