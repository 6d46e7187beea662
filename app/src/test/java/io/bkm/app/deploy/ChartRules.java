package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What holds of the chart's objects whatever the values are. */
final class ChartRules {

    private static final Set<String> WORKLOADS = Set.of("Deployment", "DaemonSet", "StatefulSet");
    private static final Set<String> READS = Set.of("get", "list", "watch");
    /** What may be written at all, each only where a value asks for it. */
    private static final Set<String> WRITTEN =
            Set.of("leases", "statefulsets/scale", "services", "endpoints", "endpointslices", "secrets");
    /** What may be written wherever monitors are: what is told on them. */
    private static final Set<String> TOLD =
            Set.of("servicemonitors/status", "podmonitors/status", "probes/status", "scrapeconfigs/status", "events");

    private ChartRules() {}

    static void hold(List<JsonNode> objects) {
        var identities = new HashSet<String>();
        for (var object : objects) {
            assertThat(identities.add(identity(object))).as(identity(object)).isTrue();
            if (!object.path("kind").asText().equals("CustomResourceDefinition")) {
                assertThat(object.at("/metadata/labels/app.kubernetes.io~1instance")
                                .asText())
                        .as(identity(object))
                        .isEqualTo("x");
            }
            if (object.path("kind").asText().endsWith("Role")) {
                rightsAreNamed(object);
            }
            if (object.path("kind").asText().endsWith("RoleBinding")) {
                assertThat(object.at("/roleRef/name"))
                        .as("a role of the chart: %s", identity(object))
                        .isEqualTo(object.at("/metadata/name"));
            }
        }
    }

    static String identity(JsonNode object) {
        return object.path("kind").asText() + " "
                + object.at("/metadata/namespace").asText("-") + "/"
                + object.at("/metadata/name").asText();
    }

    private static void rightsAreNamed(JsonNode role) {
        for (var rule : role.path("rules")) {
            var verbs = texts(rule.path("verbs"));
            var resources = texts(rule.path("resources"));
            assertThat(verbs).as(identity(role)).isNotEmpty().doesNotContain("*", "escalate", "bind", "impersonate");
            assertThat(resources).as(identity(role)).doesNotContain("*");
            assertThat(texts(rule.path("apiGroups"))).as(identity(role)).doesNotContain("*");
            if (!READS.containsAll(verbs) && TOLD.containsAll(resources)) {
                assertThat(verbs).as(identity(role)).isSubsetOf("create", "patch");
            } else if (!READS.containsAll(verbs)) {
                assertThat(WRITTEN).as(identity(role)).containsAll(resources);
                assertThat(role.path("kind").asText())
                        .as("what is written is in a namespace")
                        .isEqualTo("Role");
            }
        }
    }

    /** Pods that Kubernetes' restricted level lets run, but for the node's network and folders. */
    static void podsAreConfined(List<JsonNode> objects) {
        for (var object : objects) {
            if (WORKLOADS.contains(object.path("kind").asText())) {
                var pod = object.at("/spec/template/spec");
                var container = pod.at("/containers/0/securityContext");
                assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
                assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                        .isEqualTo("RuntimeDefault");
                assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(container.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(texts(container.at("/capabilities/drop"))).containsExactly("ALL");
                assertThat(pod.path("containers")).hasSize(1);
                assertThat(pod.path("initContainers").isMissingNode()).isTrue();
            }
        }
    }

    /** By kind and component: what an upgrade cannot change. */
    static Map<String, JsonNode> selectors(List<JsonNode> objects) {
        var selectors = new TreeMap<String, JsonNode>();
        for (var object : objects) {
            if (WORKLOADS.contains(object.path("kind").asText())) {
                var labels = object.at("/spec/template/metadata/labels");
                var selector = object.at("/spec/selector/matchLabels");
                selectors.put(
                        object.path("kind").asText() + " "
                                + labels.path("app.kubernetes.io/component").asText(),
                        selector);
                selector.properties()
                        .forEach(
                                label -> assertThat(labels.path(label.getKey())).isEqualTo(label.getValue()));
            }
        }
        return selectors;
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
