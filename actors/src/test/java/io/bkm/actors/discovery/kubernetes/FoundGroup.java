package io.bkm.actors.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.streams.labels.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** A group for comparing: in what order targets stand is chance in Prometheus. */
record FoundGroup(Labels labels, List<Labels> targets) {

    FoundGroup {
        targets = targets.stream().sorted().toList();
    }

    static Map<String, FoundGroup> bySource(List<TargetGroup> groups) {
        var bySource = new LinkedHashMap<String, FoundGroup>();
        for (var group : groups) {
            assertThat(bySource.put(group.source(), new FoundGroup(group.labels(), group.targets())))
                    .as("group %s before this one", group.source())
                    .isNull();
        }
        return bySource;
    }

    static FoundGroup of(JsonNode labels, JsonNode targets) {
        return new FoundGroup(
                labels(labels),
                StreamSupport.stream(targets.spliterator(), false)
                        .map(FoundGroup::labels)
                        .toList());
    }

    private static Labels labels(JsonNode json) {
        var labels = new Labels.Builder();
        json.properties()
                .forEach(entry -> labels.set(entry.getKey(), entry.getValue().asText()));
        return labels.build();
    }
}
