package io.bkm.actors.discovery;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.bkm.streams.labels.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Wants certain labels. Matches where every wanted label is there and its value contains a match of the regex (not
 * anchored: {@code prod} matches {@code nonprod} too). A regex that cannot be compiled matches nothing.
 */
final class LabelMatcher {

    private record Wanted(String name, Pattern value) {}

    private final List<Wanted> wanted;
    private final boolean possible;

    private LabelMatcher(List<Wanted> wanted, boolean possible) {
        this.wanted = wanted;
        this.possible = possible;
    }

    static LabelMatcher of(Map<String, String> selector) {
        var wanted = new ArrayList<Wanted>();
        boolean possible = true;
        for (var entry : selector.entrySet()) {
            try {
                wanted.add(new Wanted(entry.getKey(), Pattern.compile(entry.getValue())));
            } catch (PatternSyntaxException impossible) {
                possible = false;
            }
        }
        return new LabelMatcher(List.copyOf(wanted), possible);
    }

    /** Whether nothing is wanted; such a matcher matches everything. */
    boolean isEmpty() {
        return wanted.isEmpty() && possible;
    }

    boolean matches(Labels labels) {
        return possible
                && wanted.stream()
                        .allMatch(each -> labels.has(each.name)
                                && each.value.matcher(labels.get(each.name)).find());
    }
}
