package io.bkm.actors.reports;

import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.actors.joins.AskedValue;
import io.bkm.actors.joins.PodOwners;
import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The relabeling rules that workers of the original ask for (specs/bkmonitor-operator.md 7.2). */
final class RelabelRules {

    /** A rule in the original's JSON. */
    record Rule(
            @Nullable List<String> sourceLabels,
            String separator,
            String regex,
            String targetLabel,
            String replacement,
            String action,
            String nodeName) {}

    private static final List<String> OF_POD = List.of("namespace", "pod_name");
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^\\p{L}\\p{Nd}_]+");
    private final Resources resources;
    private final PodOwners owners;

    RelabelRules(Resources resources) {
        this.resources = resources;
        this.owners = new PodOwners(resources.owners());
    }

    /** @param node "" for those of all nodes */
    List<Rule> workloads(String node, String podName) {
        var rules = new ArrayList<Rule>();
        pods(node)
                .filter(pod ->
                        podName.isEmpty() || podName.equals(pod.getMetadata().getName()))
                .forEach(pod -> {
                    var owner = owners.top(pod);
                    rules.add(ofPod(pod, "workload_kind", owner.kind(), KubeObjects.nodeName(pod)));
                    rules.add(ofPod(pod, "workload_name", owner.name(), KubeObjects.nodeName(pod)));
                });
        return rules;
    }

    /** Of the annotations and labels with these names, with commas between them. */
    List<Rule> labels(String node, String annotations, String labels) {
        var rules = new ArrayList<Rule>();
        pods(node).forEach(pod -> {
            add(rules, pod, "label_", pod.getMetadata().getLabels(), labels);
            add(rules, pod, "annotation_", pod.getMetadata().getAnnotations(), annotations);
        });
        return rules;
    }

    List<Rule> containers(String node) {
        var rules = new ArrayList<Rule>();
        pods(node).filter(pod -> pod.getStatus() != null).forEach(pod -> {
            for (var container : pod.getStatus().getContainerStatuses()) {
                var id = container.getContainerID();
                if (id != null && !id.isEmpty()) {
                    var name = pod.getMetadata().getName();
                    Stream.of(
                                    List.of("pod_name", name),
                                    List.of("pod", name),
                                    List.of("namespace", pod.getMetadata().getNamespace()),
                                    List.of("container_name", container.getName()),
                                    List.of("container", container.getName()),
                                    List.of("image", KubeObjects.text(container.getImageID())))
                            .forEach(label -> rules.add(new Rule(
                                    List.of("container_id"),
                                    "",
                                    id,
                                    label.getFirst(),
                                    label.getLast(),
                                    "replace",
                                    "")));
                }
            }
        });
        rules.add(new Rule(List.of("container_name"), "", "", "", "", "drop", ""));
        rules.add(new Rule(null, "", "container_id", "", "", "labeldrop", ""));
        return rules;
    }

    private Stream<Pod> pods(String node) {
        return resources.pods().stream().filter(pod -> node.isEmpty() || node.equals(KubeObjects.nodeName(pod)));
    }

    private static void add(
            List<Rule> rules, Pod pod, String prefix, @Nullable Map<String, String> values, String names) {
        for (var asked : names.split(",", -1)) {
            var wanted = AskedValue.of(asked);
            var value = wanted.in(values);
            if (value != null) {
                rules.add(
                        ofPod(pod, prefix + NOT_OF_A_NAME.matcher(wanted.name()).replaceAll("_"), value, ""));
            }
        }
    }

    private static Rule ofPod(Pod pod, String label, String value, String node) {
        var metadata = pod.getMetadata();
        return new Rule(OF_POD, ";", metadata.getNamespace() + ";" + metadata.getName(), label, value, "replace", node);
    }
}
