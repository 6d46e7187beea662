package io.bkm.streams.relabel;

import com.google.re2j.PatternSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A regular expression as a rule has it: RE2 syntax, anchored at both ends, the dot matches newlines. */
sealed interface Regex permits LiteralRegex, AffixRegex, Re2Regex {

    /** Whether it matches {@code text}. */
    boolean matches(String text);

    /**
     * Where group 0, 1, … begins and ends in {@code text}: two numbers each, -1 where the group took no part; null when
     * there is no match.
     */
    int @Nullable [] find(String text);

    /** The numbers of the groups of that name, for Go lets several share one. */
    List<Integer> groups(String name);

    /** Go's {@code ReplaceAllString}. An anchored regex matches all of {@code text} or nothing of it. */
    default String replaceAll(String text, Template template) {
        var bounds = find(text);
        return bounds == null ? text : template.expand(text, bounds);
    }

    /** What is wrong with {@code regex}; null when nothing is. */
    static @Nullable String problem(String regex) {
        try {
            var _ = parse(regex);
            return null;
        } catch (GoRegexSyntax.Refused | PatternSyntaxException e) {
            return e.getMessage();
        }
    }

    /** Of a regex that {@link #problem} has nothing against. */
    static Regex compile(String regex) {
        try {
            return parse(regex);
        } catch (GoRegexSyntax.Refused e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Regex parse(String text) throws GoRegexSyntax.Refused {
        var known = CompiledRegexes.get(text);
        if (known != null) {
            return known;
        }
        Regex regex = LiteralRegex.parse(text);
        if (regex == null) {
            regex = AffixRegex.parse(text);
        }
        if (regex == null) {
            regex = Re2Regex.parse(text);
        }
        CompiledRegexes.put(text, regex);
        return regex;
    }
}
