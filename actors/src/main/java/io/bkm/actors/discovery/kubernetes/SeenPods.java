package io.bkm.actors.discovery.kubernetes;

import io.bkm.streams.labels.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/** The pods that the endpoints of one object are, and which of their ports those endpoints reach. */
final class SeenPods {

    private final List<Pod> order = new ArrayList<>();
    private final IdentityHashMap<Pod, List<Integer>> ports = new IdentityHashMap<>();

    void see(Pod pod) {
        if (ports.putIfAbsent(pod, new ArrayList<>()) == null) {
            order.add(pod);
        }
    }

    void reach(Pod pod, int port) {
        see(pod);
        var reached = ports.computeIfAbsent(pod, _ -> new ArrayList<>());
        if (!reached.contains(port)) {
            reached.add(port);
        }
    }

    void addUncovered(PodLabels labels, Sight sight, Consumer<Labels> to) {
        order.forEach(pod -> labels.addUncovered(pod, ports.getOrDefault(pod, List.of()), sight, to));
    }
}
