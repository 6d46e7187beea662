package io.bkm.actors.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Our entry among the bindings of a monitor. The list is atomic to the API server, so that it is always written whole: those
 * of others stay as they were read, and the resourceVersion sees to it that nobody wrote meanwhile. The CRD knows bindings
 * of two resources alone; of these we are a PrometheusAgent, as we scrape and keep nothing.
 */
record OwnBinding(String name, String namespace) {

    private static final String RESOURCE = "prometheusagents";
    private static final String ACCEPTED = "Accepted";

    Optional<Condition> in(List<JsonNode> bindings) {
        for (var binding : bindings) {
            if (isOurs(binding)) {
                for (var condition : binding.path("conditions")) {
                    if (condition.path("type").asText().equals(ACCEPTED)) {
                        return Optional.of(read(condition));
                    }
                }
            }
        }
        return Optional.empty();
    }

    boolean isIn(List<JsonNode> bindings) {
        return bindings.stream().anyMatch(this::isOurs);
    }

    List<JsonNode> with(List<JsonNode> bindings, Condition condition) {
        var all = new ArrayList<JsonNode>();
        boolean placed = false;
        for (var binding : bindings) {
            if (!isOurs(binding)) {
                all.add(binding);
            } else if (!placed) {
                all.add(write(condition));
                placed = true;
            }
        }
        if (!placed) {
            all.add(write(condition));
        }
        return all;
    }

    List<JsonNode> without(List<JsonNode> bindings) {
        return bindings.stream().filter(binding -> !isOurs(binding)).toList();
    }

    private boolean isOurs(JsonNode binding) {
        return binding.path("group").asText().equals(MonitorKind.GROUP)
                && binding.path("resource").asText().equals(RESOURCE)
                && binding.path("name").asText().equals(name)
                && binding.path("namespace").asText().equals(namespace);
    }

    private static Condition read(JsonNode condition) {
        return new Condition(
                condition.path("status").asText().equals("True"),
                condition.path("reason").asText(),
                condition.path("message").asText(),
                condition.path("observedGeneration").asLong(),
                condition.path("lastTransitionTime").asText());
    }

    private JsonNode write(Condition condition) {
        var binding = JsonNodeFactory.instance.objectNode();
        binding.put("group", MonitorKind.GROUP)
                .put("resource", RESOURCE)
                .put("name", name)
                .put("namespace", namespace)
                .putArray("conditions")
                .addObject()
                .put("type", ACCEPTED)
                .put("status", condition.accepted() ? "True" : "False")
                .put("reason", condition.reason())
                .put("message", condition.message())
                .put("observedGeneration", condition.observedGeneration())
                .put("lastTransitionTime", condition.lastTransitionTime());
        return binding;
    }
}
