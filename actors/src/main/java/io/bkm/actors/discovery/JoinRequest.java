package io.bkm.actors.discovery;

import java.util.List;
import java.util.Map;
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

    public JoinRequest {
        rules = List.copyOf(rules);
    }

    static JoinRequest of(Map<String, String> annotations) {
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

    private static int index(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException forAll) {
            return -1;
        }
    }
}
