package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Resources;
import io.bkm.crds.Monitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** All that a source told. */
final class Heard implements Consumer<Resources> {

    private final List<Resources> all = new CopyOnWriteArrayList<>();

    @Override
    public void accept(Resources resources) {
        all.add(resources);
    }

    List<Resources> all() {
        return List.copyOf(all);
    }

    /** All of them count. */
    static List<Monitor> monitors(Resources resources) {
        return Stream.<List<? extends Monitor>>of(
                        resources.serviceMonitors(), resources.podMonitors(), resources.probes())
                .<Monitor>flatMap(List::stream)
                .toList();
    }

    /** Waits until the newest is as it should be. */
    Resources await(Predicate<Resources> right) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !all.isEmpty() && right.test(all.getLast()));
        return all.getLast();
    }
}
