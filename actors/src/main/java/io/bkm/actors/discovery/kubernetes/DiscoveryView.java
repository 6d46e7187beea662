package io.bkm.actors.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The target groups of one snapshot. Whoever asks the same gets the same list. */
public final class DiscoveryView {

    private record Question(Role role, NamespaceScope scope, AttachMetadata attach, Selectors selectors) {}

    /** What a group depends on besides the objects it is made from. */
    private record What(Role role, AttachMetadata attach) {}

    private final ObjectIndex index;
    private final GroupMemo memo;
    private final Groups<?> pods;
    private final Groups<?> services;
    private final Groups<?> endpoints;
    private final Groups<?> endpointSlices;
    private final Groups<?> nodes;
    private final Groups<?> ingresses;
    private final Map<Question, List<TargetGroup>> answers = new HashMap<>();

    DiscoveryView(ObjectIndex index, MetaLabels meta, GroupMemo memo) {
        this.index = index;
        this.memo = memo;
        var surroundings = new Surroundings(meta, memo);
        var podLabels = new PodLabels(meta, memo);
        pods = new PodGroups(podLabels, surroundings);
        services = new ServiceGroups(surroundings);
        endpoints = new EndpointsGroups(meta, podLabels, surroundings);
        endpointSlices = new EndpointSliceGroups(meta, podLabels, surroundings);
        nodes = new NodeGroups(surroundings);
        ingresses = new IngressGroups(meta, surroundings);
    }

    /**
     * The groups that have targets, by namespace and name of their objects.
     *
     * @param scope is nothing to role node
     */
    public List<TargetGroup> groups(Role role, NamespaceScope scope, AttachMetadata attach, Selectors selectors) {
        var question = new Question(role, role == Role.NODE ? NamespaceScope.ANY : scope, attach, selectors);
        var answer = answers.get(question);
        if (answer == null) {
            answer = answer(question);
            answers.put(question, answer);
        }
        return answer;
    }

    private List<TargetGroup> answer(Question question) {
        if (question.selectors().refusal().isPresent()) {
            return List.of();
        }
        var scope = question.scope();
        if (scope.any() || scope.names().size() == 1) {
            var namespace = scope.any() ? "" : scope.names().first();
            return make(groups(question.role()), new Sight(index, namespace, question.selectors(), question.attach()));
        }
        return scope.names().stream()
                .flatMap(name ->
                        groups(question.role(), NamespaceScope.of(name), question.attach(), question.selectors())
                                .stream())
                .toList();
    }

    private Groups<?> groups(Role role) {
        return switch (role) {
            case POD -> pods;
            case SERVICE -> services;
            case ENDPOINTS -> endpoints;
            case ENDPOINTSLICE -> endpointSlices;
            case NODE -> nodes;
            case INGRESS -> ingresses;
        };
    }

    private <T extends HasMetadata> List<TargetGroup> make(Groups<T> groups, Sight sight) {
        var what = new What(groups.role(), sight.attach());
        var made = new ArrayList<TargetGroup>();
        for (var object : sight.chosen(groups.role(), groups.objects(index))) {
            var dependencies = new ArrayList<@Nullable Object>();
            groups.dependencies(object, sight, dependencies::add);
            var group = memo.get(TargetGroup.class, what, dependencies, () -> groups.group(object, sight));
            if (!group.targets().isEmpty()) {
                made.add(group);
            }
        }
        return List.copyOf(made);
    }
}
