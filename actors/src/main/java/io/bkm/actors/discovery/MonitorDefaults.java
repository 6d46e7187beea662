package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The {@code bkm.expansion.defaults} section: what holds for monitors that do not say. What each key means, and its
 * default: see reference.conf.
 *
 * @param scrapeProtocols in the order of preference; empty means that of bkm
 * @param podTargetLabels labels of the pod that all targets of ServiceMonitors and PodMonitors get
 */
public record MonitorDefaults(
        List<String> scrapeProtocols,
        String nameValidationScheme,
        String nameEscapingScheme,
        List<String> podTargetLabels,
        ScrapeLimits limits) {

    private static final Set<String> VALIDATIONS = Set.of("", "UTF8", "Legacy");

    public MonitorDefaults {
        scrapeProtocols = List.copyOf(scrapeProtocols);
        podTargetLabels = List.copyOf(podTargetLabels);
        if (new HashSet<>(scrapeProtocols).size() != scrapeProtocols.size()) {
            throw new IllegalArgumentException(
                    "bkm.expansion.defaults.scrape-protocols: " + scrapeProtocols + " (expected: each once)");
        }
        if (!VALIDATIONS.contains(nameValidationScheme)) {
            throw new IllegalArgumentException("bkm.expansion.defaults.name-validation-scheme: " + nameValidationScheme
                    + " (expected: UTF8 or Legacy)");
        }
        try {
            var _ = new NameSchemes(nameValidationScheme, nameEscapingScheme)
                    .asked("bkm.expansion.defaults.name-escaping-scheme");
        } catch (Refusal refusal) {
            throw new IllegalArgumentException(refusal.reason(), refusal);
        }
    }

    NameSchemes names() {
        return new NameSchemes(nameValidationScheme, nameEscapingScheme);
    }

    static MonitorDefaults from(Config section) {
        return new MonitorDefaults(
                section.getStringList("scrape-protocols"),
                section.getString("name-validation-scheme"),
                section.getString("name-escaping-scheme"),
                section.getStringList("pod-target-labels"),
                ScrapeLimits.from(section, "bkm.expansion.defaults"));
    }
}
