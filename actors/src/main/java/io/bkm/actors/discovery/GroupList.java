package io.bkm.actors.discovery;

import io.bkm.actors.discovery.kubernetes.TargetGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The groups of one source in one snapshot, to be searched by many monitors: indexed by the labels that they ask for.
 * With 20,000 pods and 300 monitors it would be six million questions otherwise.
 */
final class GroupList {

    /**
     * The groups that a search has to look at.
     *
     * @param dropped number of targets of all other groups
     */
    record Candidates(List<TargetGroup> groups, int dropped) {}

    private final List<TargetGroup> groups;
    private final int targets;
    /** By label and value: places in the list. */
    private final Map<String, Map<String, List<Integer>>> index = new HashMap<>();

    GroupList(List<TargetGroup> groups) {
        this.groups = groups;
        this.targets = count(groups);
    }

    Candidates candidates(GroupFilter filter) {
        var named = filter.wanted().map(this::look).orElse(groups);
        var kept =
                named.stream().filter(group -> filter.mayKeep(group.labels())).toList();
        return new Candidates(kept.size() == groups.size() ? groups : kept, targets - count(kept));
    }

    /** In the order of the list. */
    private List<TargetGroup> look(GroupFilter.Wanted wanted) {
        var byValue = index.computeIfAbsent(wanted.label(), this::byValue);
        return wanted.values().stream()
                .distinct()
                .flatMap(value -> byValue.getOrDefault(value, List.of()).stream())
                .sorted()
                .map(groups::get)
                .toList();
    }

    private Map<String, List<Integer>> byValue(String label) {
        var places = new HashMap<String, List<Integer>>();
        IntStream.range(0, groups.size())
                .forEach(i -> places.computeIfAbsent(groups.get(i).labels().get(label), _ -> new ArrayList<>())
                        .add(i));
        return places;
    }

    private static int count(List<TargetGroup> groups) {
        return groups.stream().mapToInt(group -> group.targets().size()).sum();
    }
}
