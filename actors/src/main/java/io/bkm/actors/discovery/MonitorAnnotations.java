package io.bkm.actors.discovery;

import io.bkm.streams.labels.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What annotations of a monitor ask for (specs/bkmonitor-operator.md 2.1).
 *
 * @param system the platform's own monitor: its samples go to the system DataID
 * @param forwardLocalhost scrape 127.0.0.1 on the target's node instead of its address
 * @param normalizeMetricName rewrite metric names to letters, digits and {@code _}
 * @param matchSelector keep only targets that match; by label, before relabeling
 * @param dropSelector drop targets that match
 * @param scheduledDataId goes to this DataID whatever matches; 0 means not given
 * @param extendLabels more dimensions; they win over those of the DataID
 * @param antiAffinity keeps an old statefulset worker from scraping itself; a member here spreads by shards and scrapes its
 *     own address like any other
 * @param join labels of other objects
 */
record MonitorAnnotations(
        boolean system,
        boolean forwardLocalhost,
        boolean normalizeMetricName,
        LabelMatcher matchSelector,
        LabelMatcher dropSelector,
        long scheduledDataId,
        Map<String, String> extendLabels,
        boolean antiAffinity,
        JoinRequest join) {

    static MonitorAnnotations of(Map<String, String> annotations) {
        return new MonitorAnnotations(
                isTrue(annotations, "isSystem"),
                isTrue(annotations, "forwardLocalhost"),
                isTrue(annotations, "normalizeMetricName"),
                LabelMatcher.of(pairs(annotations.getOrDefault("monitorMatchSelector", ""))),
                LabelMatcher.of(pairs(annotations.getOrDefault("monitorDropSelector", ""))),
                dataId(annotations.getOrDefault("scheduledDataID", "")),
                pairs(annotations.getOrDefault("extendLabels", "")),
                isTrue(annotations, "antiAffinity"),
                JoinRequest.of(annotations));
    }

    /** @param discovered labels before relabeling */
    boolean selects(Labels discovered) {
        return matchSelector.matches(discovered) && (dropSelector.isEmpty() || !dropSelector.matches(discovered));
    }

    private static boolean isTrue(Map<String, String> annotations, String name) {
        return annotations.getOrDefault(name, "").equals("true");
    }

    /** Of {@code k1=v1,k2=v2}; an item without exactly one {@code =} is left out, as the original does. */
    static Map<String, String> pairs(String text) {
        var pairs = new LinkedHashMap<String, String>();
        for (var item : text.split(",", -1)) {
            int equals = item.indexOf('=');
            if (equals >= 0 && item.indexOf('=', equals + 1) < 0) {
                pairs.put(
                        item.substring(0, equals).strip(),
                        item.substring(equals + 1).strip());
            }
        }
        return pairs;
    }

    /** 0 for anything but a positive number: then the DataIDs decide. */
    private static long dataId(String text) {
        try {
            return Math.max(0, Long.parseLong(text.strip()));
        } catch (NumberFormatException notGiven) {
            return 0;
        }
    }
}
