package io.bkm.streams.relabel;

import java.util.ArrayList;
import java.util.List;

/**
 * A replacement text with references to groups, by the rules of Go's {@code regexp.Expand}: {@code $1}, {@code ${1}},
 * {@code $name}, {@code ${name}}, and {@code $$} for a dollar. A name is as long as it can be, so {@code $1x} is the
 * group named {@code 1x}. What cannot be a reference stays as it is; a group that is not there gives nothing.
 */
final class Template {

    private sealed interface Part {}

    private record Text(String text) implements Part {}

    /** The first of these groups that took part in the match. */
    private record Group(List<Integer> numbers) implements Part {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    static Template parse(String template, Regex regex) {
        var parts = new ArrayList<Part>();
        var text = new StringBuilder();
        int at = 0;
        while (at < template.length()) {
            char c = template.charAt(at);
            if (c != '$') {
                text.append(c);
                at++;
                continue;
            }
            if (template.startsWith("$$", at)) {
                text.append('$');
                at += 2;
                continue;
            }
            boolean braced = template.startsWith("{", at + 1);
            int start = at + (braced ? 2 : 1);
            int end = endOfName(template, start);
            if (end == start || (braced && !template.startsWith("}", end))) {
                text.append('$');
                at++;
                continue;
            }
            if (!text.isEmpty()) {
                parts.add(new Text(text.toString()));
                text.setLength(0);
            }
            parts.add(new Group(groups(template.substring(start, end), regex)));
            at = braced ? end + 1 : end;
        }
        if (!text.isEmpty()) {
            parts.add(new Text(text.toString()));
        }
        return new Template(List.copyOf(parts));
    }

    /** @param bounds of the groups in {@code source}, as {@link Regex#find} gives them */
    String expand(String source, int[] bounds) {
        if (parts.size() == 1) {
            return expand(parts.getFirst(), source, bounds);
        }
        var result = new StringBuilder();
        for (var part : parts) {
            result.append(expand(part, source, bounds));
        }
        return result.toString();
    }

    private static String expand(Part part, String source, int[] bounds) {
        return switch (part) {
            case Text(var text) -> text;
            case Group(var numbers) -> {
                for (int number : numbers) {
                    if (number < bounds.length / 2 && bounds[2 * number] >= 0) {
                        yield source.substring(bounds[2 * number], bounds[2 * number + 1]);
                    }
                }
                yield "";
            }
        };
    }

    private static int endOfName(String template, int start) {
        int end = start;
        while (end < template.length()) {
            int rune = template.codePointAt(end);
            if (rune != '_' && !Character.isLetter(rune) && !Character.isDigit(rune)) {
                break;
            }
            end += Character.charCount(rune);
        }
        return end;
    }

    /** A number has no leading zero and fewer than ten digits; anything else is a name. */
    private static List<Integer> groups(String name, Regex regex) {
        boolean number = name.length() <= 9
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && (name.length() == 1 || name.charAt(0) != '0');
        return number ? List.of(Integer.valueOf(name)) : regex.groups(name);
    }
}
