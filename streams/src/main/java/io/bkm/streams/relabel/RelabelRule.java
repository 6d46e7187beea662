package io.bkm.streams.relabel;

import java.util.List;

/**
 * One relabeling rule with Prometheus' defaults filled in; already checked, so that applying it cannot fail.
 *
 * @param modulus for {@code hashmod} only
 */
public record RelabelRule(
        List<String> sourceLabels,
        String separator,
        String regex,
        long modulus,
        String targetLabel,
        String replacement,
        Action action) {

    /** What a rule does. Names are as in Prometheus' configuration, in lower case. */
    public enum Action {
        REPLACE,
        KEEP,
        DROP,
        KEEPEQUAL,
        DROPEQUAL,
        HASHMOD,
        LABELMAP,
        LABELDROP,
        LABELKEEP,
        LOWERCASE,
        UPPERCASE
    }

    public RelabelRule {
        sourceLabels = List.copyOf(sourceLabels);
    }
}
