package io.bkm.actors.resources.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.Resources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    Resources last() {
        assertThat(all).as("what was told").isNotEmpty();
        return all.getLast();
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
