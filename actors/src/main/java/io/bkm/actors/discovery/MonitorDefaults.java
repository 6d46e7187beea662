package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import java.util.HashSet;
import java.util.List;

/**
 * The {@code bkm.expansion.defaults} section: what holds for monitors that do not say. What each key means, and its
 * default: see reference.conf.
 *
 * @param scrapeProtocols in the order of preference; empty means that of bkm
 * @param podTargetLabels labels of the pod that all targets of ServiceMonitors and PodMonitors get
 */
public record MonitorDefaults(List<String> scrapeProtocols, List<String> podTargetLabels, ScrapeLimits limits) {

    public MonitorDefaults {
        scrapeProtocols = List.copyOf(scrapeProtocols);
        podTargetLabels = List.copyOf(podTargetLabels);
        if (new HashSet<>(scrapeProtocols).size() != scrapeProtocols.size()) {
            throw new IllegalArgumentException(
                    "bkm.expansion.defaults.scrape-protocols: " + scrapeProtocols + " (expected: each once)");
        }
    }

    static MonitorDefaults from(Config section) {
        return new MonitorDefaults(
                section.getStringList("scrape-protocols"),
                section.getStringList("pod-target-labels"),
                ScrapeLimits.from(section, "bkm.expansion.defaults"));
    }
}
