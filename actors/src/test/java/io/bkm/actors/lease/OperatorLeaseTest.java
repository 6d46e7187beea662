package io.bkm.actors.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.placement.Roles;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class OperatorLeaseTest {

    private static final LeaseSettings SETTINGS =
            new LeaseSettings("bkm-operator", "bkm", Duration.ofSeconds(1), Duration.ofMillis(100));

    private final MemoryLease.Line line = new MemoryLease().line();

    @Test
    void anAcquisitionFailsThatGetsNoAnswer() {
        var system = TestMembers.startOutside(Set.of(Roles.OPERATOR), "", ConfigFactory.empty());
        try {
            line.holdNext();
            var lease = OperatorLease.start(system, new LeaseParts(SETTINGS, () -> line));

            var acquisition = lease.acquire(_ -> {}).toCompletableFuture();

            assertThatThrownBy(() -> acquisition.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(TimeoutException.class);
            assertThat(lease.isHeld()).isFalse();
        } finally {
            line.close();
            system.terminate();
            TestMembers.awaitEnd(system);
        }
    }
}
