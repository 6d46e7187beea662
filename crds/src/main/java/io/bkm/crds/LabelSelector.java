package io.bkm.crds;

import java.util.List;
import java.util.Map;

/** Selects objects by their labels; the empty selector selects all. */
public record LabelSelector(Map<String, String> matchLabels, List<Requirement> matchExpressions) {

    /**
     * One expression.
     *
     * @param operator In, NotIn, Exists or DoesNotExist, as written: the CRD does not check it
     */
    public record Requirement(String key, String operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }
    }

    public LabelSelector {
        matchLabels = Sorted.copyOf(matchLabels);
        matchExpressions = List.copyOf(matchExpressions);
    }
}
