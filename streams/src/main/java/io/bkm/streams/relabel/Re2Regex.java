package io.bkm.streams.relabel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The general case.
 *
 * @param groupNames by number; "" where there is none
 */
record Re2Regex(Pattern pattern, List<String> groupNames) implements Regex {

    static Re2Regex parse(String regex) throws GoRegexSyntax.Refused {
        var translated = GoRegexSyntax.translate(regex);
        return new Re2Regex(Pattern.compile("^(?s:" + translated.regex() + ")$"), translated.groupNames());
    }

    @Override
    public boolean matches(String text) {
        // A search, as in Prometheus: a regex such as "a)|(?:b" escapes the anchors.
        return pattern.matcher(text).find();
    }

    @Override
    public int @Nullable [] find(String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? bounds(matcher) : null;
    }

    /** By Go's rules, since a regex that escapes the anchors may match several times, or a part. */
    @Override
    public String replaceAll(String text, Template template) {
        var matcher = pattern.matcher(text);
        var replaced = new StringBuilder();
        int copied = 0;
        int search = 0;
        while (search <= text.length() && matcher.find(search)) {
            replaced.append(text, copied, matcher.start());
            // An empty match right after another one does not count.
            if (matcher.end() > copied || matcher.start() == 0) {
                replaced.append(template.expand(text, bounds(matcher)));
            }
            copied = matcher.end();
            int past = search < text.length() ? text.offsetByCodePoints(search, 1) : search + 1;
            search = Math.max(past, copied);
        }
        return replaced.append(text, copied, text.length()).toString();
    }

    @Override
    public List<Integer> groups(String name) {
        return IntStream.range(1, groupNames.size())
                .filter(i -> groupNames.get(i).equals(name))
                .boxed()
                .toList();
    }

    private static int[] bounds(Matcher matcher) {
        var bounds = new int[2 * (matcher.groupCount() + 1)];
        for (int i = 0; i <= matcher.groupCount(); i++) {
            bounds[2 * i] = matcher.start(i);
            bounds[2 * i + 1] = matcher.end(i);
        }
        return bounds;
    }
}
