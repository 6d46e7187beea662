package io.bkm.actors.discovery;

import io.bkm.streams.targets.PodJoin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which labels of workloads, pods and nodes a monitor wants to see on its samples: the annotations
 * {@code relabelRule}, {@code relabelIndex} and {@code labelJoinMatcher} (specs/bkmonitor-operator.md 2.1, 3.7).
 *
 * @param rules as listed: {@code v1/workload} and so on
 * @param index the only endpoint of the monitor that the rules are for; -1 for all
 */
public record JoinRequest(List<String> rules, int index, LabelJoin labels) {

    private static final List<String> OF_NODE = List.of("v1/node");
    private static final String WORKLOAD = "workload";
    private static final String LABEL_JOIN = "labeljoin";

    public JoinRequest {
        rules = List.copyOf(rules);
    }

    public static JoinRequest of(Map<String, String> annotations) {
        return new JoinRequest(
                Stream.of(annotations.getOrDefault("relabelRule", "").split(",", -1))
                        .map(String::strip)
                        .filter(rule -> !rule.isEmpty())
                        .toList(),
                index(annotations.getOrDefault("relabelIndex", "")),
                LabelJoin.parse(annotations.getOrDefault("labelJoinMatcher", "")));
    }

    /** Whether the rules that look things up are for this endpoint of the monitor. */
    public boolean isFor(int endpointIndex) {
        return index < 0 || index == endpointIndex;
    }

    /** Whether samples get the name of their target's node; only where no other rule stands beside this one. */
    public boolean asksForNode() {
        return rules.equals(OF_NODE);
    }

    /**
     * What the samples of a target are told of pods: what a worker gets that fetches the rules from the URL which
     * {@code io.bkm.actors.mirror.RelabelUrl} makes of the same request.
     *
     * @param node of the target
     * @param podName the target's label of that name, "" where it has none
     */
    public Optional<PodJoin> ofPods(int endpointIndex, String node, String podName) {
        if (!isFor(endpointIndex)) {
            return Optional.empty();
        }
        var route = "";
        var onlyPod = "";
        boolean containers = false;
        boolean ofLabels = false;
        for (var rule : rules) {
            switch (rule) {
                case "v1/workload" -> route = or(route, WORKLOAD);
                case "v2/workload" -> {
                    if (!podName.isEmpty()) {
                        route = or(route, WORKLOAD);
                        onlyPod = podName;
                    }
                }
                case "v3/workload" -> {
                    route = or(route, WORKLOAD);
                    containers = true;
                }
                case "v1/labeljoin" -> {
                    route = or(route, LABEL_JOIN);
                    ofLabels = labels.kind().equals("Pod");
                }
                default -> {} // the original knows no others and says nothing of them
            }
        }
        boolean ofWorkload = route.equals(WORKLOAD);
        var join = new PodJoin(
                ofWorkload ? node : "",
                ofWorkload ? onlyPod : "",
                ofWorkload && containers,
                ofLabels ? named(labels.labels()) : List.of(),
                ofLabels ? named(labels.annotations()) : List.of());
        return ofWorkload || join.everywhere() ? Optional.of(join) : Optional.empty();
    }

    /** The route that the first rule asks for is the one that is asked. */
    private static String or(String route, String otherwise) {
        return route.isEmpty() ? otherwise : route;
    }

    private static List<String> named(List<String> names) {
        return names.stream().filter(name -> !name.isEmpty()).distinct().toList();
    }

    private static int index(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException forAll) {
            return -1;
        }
    }
}
