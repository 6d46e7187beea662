package io.bkm.streams.relabel;

import io.bkm.streams.labels.NameScheme;
import java.util.List;

/**
 * One relabeling rule with Prometheus' defaults filled in; already checked, so that applying it cannot fail. Made by
 * {@link RuleFields#check()}; applied by a {@link Relabeler}.
 *
 * @param regex RE2 syntax, without the anchors that it is applied with
 * @param modulus for {@code hashmod} only; unsigned
 * @param nameScheme which names {@code targetLabel} may expand to
 */
public record RelabelRule(
        List<String> sourceLabels,
        String separator,
        String regex,
        long modulus,
        String targetLabel,
        String replacement,
        Action action,
        NameScheme nameScheme) {

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

    /** With any UTF-8 text as a label name, as Prometheus 3 has it. */
    public RelabelRule(
            List<String> sourceLabels,
            String separator,
            String regex,
            long modulus,
            String targetLabel,
            String replacement,
            Action action) {
        this(sourceLabels, separator, regex, modulus, targetLabel, replacement, action, NameScheme.UTF8);
    }
}
