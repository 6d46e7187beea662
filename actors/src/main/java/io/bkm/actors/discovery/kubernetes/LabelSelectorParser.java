package io.bkm.actors.discovery.kubernetes;

import io.bkm.actors.discovery.kubernetes.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads {@code app=web,tier in (front, back),!canary,weight>3}; the grammar is that of {@code labels.Parse} in
 * Kubernetes' apimachinery. {@code in} and {@code notin} are words of the grammar after a key only.
 */
final class LabelSelectorParser {

    private static final String SYMBOLS = "=!(),><";
    private static final String END = "";
    private static final int MAX_NAME = 63;
    private static final int MAX_PREFIX = 253;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    private static final Pattern PREFIX =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    private final String text;
    private final List<String> tokens;
    private int next;

    LabelSelectorParser(String text) {
        this.text = text;
        this.tokens = tokens(text);
    }

    List<Requirement> parse() {
        var requirements = new ArrayList<Requirement>();
        while (!peek().equals(END)) {
            requirements.add(requirement());
            if (peek().equals(END)) {
                break;
            }
            expect(",");
            if (!isWord(peek()) && !peek().equals("!")) {
                throw wrong("a key after ','");
            }
        }
        return List.copyOf(requirements);
    }

    private Requirement requirement() {
        boolean not = take("!");
        if (!isWord(peek())) {
            throw wrong("a key");
        }
        var key = key(tokens.get(next++));
        if (not) {
            return new LabelSelector.Missing(key);
        }
        if (peek().equals(END) || peek().equals(",")) {
            return new LabelSelector.Exists(key);
        }
        var operator = tokens.get(next++);
        return switch (operator) {
            case "=", "==" -> new LabelSelector.In(key, Set.of(value()));
            case "!=" -> new LabelSelector.NotIn(key, Set.of(value()));
            case "in" -> new LabelSelector.In(key, values());
            case "notin" -> new LabelSelector.NotIn(key, values());
            case ">" -> new LabelSelector.Greater(key, number());
            case "<" -> new LabelSelector.Less(key, number());
            default -> {
                next--;
                throw wrong("one of =, ==, !=, in, notin, >, < after " + key);
            }
        };
    }

    private String value() {
        if (peek().equals(END) || peek().equals(",")) {
            return "";
        }
        if (!isWord(peek())) {
            throw wrong("a value");
        }
        return valid(tokens.get(next++));
    }

    private long number() {
        var value = value();
        return LabelSelector.number(value)
                .orElseThrow(() -> new IllegalArgumentException(
                        "label selector " + text + ": '" + value + "' (expected: a whole number)"));
    }

    /** Between commas or brackets there may be nothing: that is the empty value. */
    private Set<String> values() {
        expect("(");
        var values = new TreeSet<String>();
        do {
            values.add(isWord(peek()) ? valid(tokens.get(next++)) : "");
        } while (take(","));
        expect(")");
        return Set.copyOf(values);
    }

    private String key(String key) {
        int slash = key.indexOf('/');
        var prefix = slash < 0 ? "" : key.substring(0, slash);
        var name = key.substring(slash + 1);
        boolean prefixOk = slash < 0
                || (prefix.length() <= MAX_PREFIX && PREFIX.matcher(prefix).matches());
        if (!prefixOk || name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "label selector " + text + ": key '" + key + "' (expected: a label key, [prefix/]name)");
        }
        return key;
    }

    private String valid(String value) {
        if (value.length() > MAX_NAME || !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("label selector " + text + ": value '" + value
                    + "' (expected: at most 63 letters, digits, '-', '_', '.', no sign at either end)");
        }
        return value;
    }

    private String peek() {
        return tokens.get(next);
    }

    private boolean take(String token) {
        boolean found = peek().equals(token);
        if (found) {
            next++;
        }
        return found;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw wrong("'" + token + "'");
        }
    }

    private IllegalArgumentException wrong(String expected) {
        var found = peek().equals(END) ? "the end" : "'" + peek() + "'";
        return new IllegalArgumentException("label selector " + text + ": " + found + " (expected: " + expected + ")");
    }

    private static boolean isWord(String token) {
        return !token.equals(END) && SYMBOLS.indexOf(token.charAt(0)) < 0;
    }

    /** Words and symbols; the last one is {@link #END}. */
    private static List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int start = at++;
            char first = text.charAt(start);
            if (isBlank(first)) {
                continue;
            }
            if (SYMBOLS.indexOf(first) >= 0) {
                boolean two = (first == '=' || first == '!') && at < text.length() && text.charAt(at) == '=';
                at += two ? 1 : 0;
            } else {
                while (at < text.length() && SYMBOLS.indexOf(text.charAt(at)) < 0 && !isBlank(text.charAt(at))) {
                    at++;
                }
            }
            tokens.add(text.substring(start, at));
        }
        tokens.add(END);
        return tokens;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
