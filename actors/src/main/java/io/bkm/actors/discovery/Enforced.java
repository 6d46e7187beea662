package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import io.bkm.streams.relabel.RelabelRule;
import java.util.List;

/**
 * The {@code bkm.expansion.enforce} section: what no monitor can get around. What each key means, and its default: see
 * reference.conf.
 */
public record Enforced(
        String namespaceLabel,
        List<MonitorRule> except,
        boolean ignoreNamespaceSelectors,
        boolean overrideHonorLabels,
        boolean overrideHonorTimestamps,
        ScrapeLimits limits) {

    private static final String AT = "bkm.expansion.enforce";

    public Enforced {
        except = List.copyOf(except);
        try {
            var _ = rule(namespaceLabel, "any");
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(AT + ".namespace-label: " + refusal.reason(), refusal);
        }
    }

    static Enforced from(Config section) {
        return new Enforced(
                section.getString("namespace-label"),
                ExpansionSettings.rules(section, "except"),
                section.getBoolean("ignore-namespace-selectors"),
                section.getBoolean("override-honor-labels"),
                section.getBoolean("override-honor-timestamps"),
                ScrapeLimits.from(section, AT));
    }

    /** The last rule of a monitor, for targets and for samples; none where the label is not enforced. */
    List<RelabelRule> label(MonitorId monitor) throws Refusal {
        return except.stream().anyMatch(rule -> rule.matches(monitor))
                ? List.of()
                : rule(namespaceLabel, monitor.namespace());
    }

    private static List<RelabelRule> rule(String label, String namespace) throws Refusal {
        return label.isEmpty()
                ? List.of()
                : new RuleList().set(label, namespace).rules();
    }

    /** The same but for the label: for jobs that are nobody's monitor. */
    Enforced withoutLabel() {
        return new Enforced(
                "", List.of(), ignoreNamespaceSelectors, overrideHonorLabels, overrideHonorTimestamps, limits);
    }
}
