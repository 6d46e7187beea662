package io.bkm.actors.joins;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.resources.Owners;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.PodJoin;
import io.bkm.streams.targets.Target;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Pods in namespace {@code shop} that a test puts there and takes away, and targets that ask for them. */
final class TestPods {

    private final Map<String, Pod> pods = new TreeMap<>();
    private final Map<String, StatefulSet> sets = new TreeMap<>();
    private List<PodJoin> joins = List.of();

    /** @param owner name of a StatefulSet, "" for none */
    void put(String name, String node, String address, String owner) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(Map.of("app", "label of " + name))
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .withNewStatus()
                .withPodIP(address)
                .addNewContainerStatus()
                .withName("main")
                .withContainerID("containerd://" + name)
                .withImageID("sha256:1")
                .endContainerStatus()
                .endStatus();
        if (!owner.isEmpty()) {
            pod.editMetadata()
                    .addNewOwnerReference()
                    .withKind("StatefulSet")
                    .withName(owner)
                    .endOwnerReference()
                    .endMetadata();
        }
        pods.put(name, pod.build());
    }

    void remove(String name) {
        pods.remove(name);
    }

    void putStatefulSet(String name) {
        sets.put(
                name,
                new StatefulSetBuilder()
                        .withNewMetadata()
                        .withNamespace("shop")
                        .withName(name)
                        .endMetadata()
                        .build());
    }

    void ask(PodJoin... all) {
        joins = Arrays.asList(all);
    }

    Resources resources() {
        var owners = new Owners(
                List.of(),
                List.of(),
                List.copyOf(sets.values()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return Resources.NONE.withPods(List.copyOf(pods.values())).withOwners(owners);
    }

    Expanded expanded() {
        return new Expanded(joins.stream().map(TestPods::target).toList(), List.of(), 0);
    }

    private static DiscoveredTarget target(PodJoin join) {
        var route = new GseRoute(1, Labels.EMPTY, 1, false, Map.of(), Map.of(), join);
        var target = new Target("pool", Labels.EMPTY, false, true, false, List.of(), Limits.NONE, null, route);
        return new DiscoveredTarget(ENDPOINT, target, new Placement.Spread(""), Labels.EMPTY);
    }

    private static final Endpoint ENDPOINT =
            Endpoint.of("http://10.0.0.1/metrics", Duration.ofSeconds(30), Duration.ofSeconds(10));
}
