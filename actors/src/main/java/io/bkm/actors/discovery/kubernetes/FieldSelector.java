package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A field selector as {@code kubectl --field-selector} takes it: terms that all hold. */
record FieldSelector(List<Term> terms) {

    /** @param equal whether the field must have the value, or must not */
    record Term(String field, boolean equal, String value) {}

    /** @throws IllegalArgumentException says what was found and what was expected */
    static FieldSelector parse(String text) {
        var terms = new ArrayList<Term>();
        for (var term : split(text)) {
            if (!term.isEmpty()) {
                terms.add(term(term, text));
            }
        }
        return new FieldSelector(List.copyOf(terms));
    }

    boolean matches(Role role, HasMetadata object) {
        return terms.stream()
                .allMatch(term ->
                        SelectableFields.value(role, object, term.field()).equals(term.value()) == term.equal());
    }

    /** A field that the API server does not select objects of this kind by. */
    Optional<String> unknownField(Role role) {
        return terms.stream()
                .map(Term::field)
                .filter(field -> !SelectableFields.names(role).contains(field))
                .findFirst();
    }

    /** At commas, but not at those behind a backslash. */
    private static List<String> split(String text) {
        var terms = new ArrayList<String>();
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == ',') {
                terms.add(text.substring(start, at));
                start = at + 1;
            }
        }
        terms.add(text.substring(start));
        return terms;
    }

    private static Term term(String term, String text) {
        int at = 0;
        while (at < term.length() && term.charAt(at) != '=' && !term.startsWith("!=", at)) {
            at++;
        }
        if (at == term.length()) {
            throw new IllegalArgumentException(
                    "field selector " + text + ": '" + term + "' (expected: field=value or field!=value)");
        }
        boolean equal = term.charAt(at) == '=';
        int length = equal && !term.startsWith("==", at) ? 1 : 2;
        return new Term(term.substring(0, at), equal, unescape(term.substring(at + length), text));
    }

    private static String unescape(String value, String text) {
        var plain = new StringBuilder(value.length());
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            if (c == '\\') {
                at++;
                c = at < value.length() ? value.charAt(at) : ' ';
                if (c != '\\' && c != ',' && c != '=') {
                    throw new IllegalArgumentException(
                            "field selector " + text + ": value '" + value + "' (expected: \\ before \\ , or = only)");
                }
            } else if (c == '=' || c == ',') {
                throw new IllegalArgumentException(
                        "field selector " + text + ": value '" + value + "' (expected: \\ before " + c + ")");
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
