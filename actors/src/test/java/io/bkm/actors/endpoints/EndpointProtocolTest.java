package io.bkm.actors.endpoints;

import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointProtocolTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        var generation = new Generation(3, 7);
        return Stream.of(
                new EndpointActor.Assign(generation, Samples.assigned(1)),
                new EndpointActor.Assign(generation, Samples.everything()),
                new EndpointActor.Release(generation),
                new EndpointActor.GetStatus(
                        KIT.<EndpointStatus>createTestProbe().ref()),
                new EndpointStatus(
                        new EndpointId("e"), generation, List.of(status(Health.UP, 1001L), status(Health.DOWN, null))),
                new AssignmentActor.Wake(),
                new HandOverKeeper.Note(new ShardKey.Spread(1), Map.of("e", 1_700_000_000_000L)),
                new HandOverKeeper.Taken(new ShardKey.Node("node-a")));
    }

    static TargetStatus status(Health health, @Nullable Long dataId) {
        return new TargetStatus(
                new ShardKey.Spread(1),
                new EndpointId("e"),
                "http://10.0.0.1:9100/metrics",
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                "serviceMonitor/shop/cart/0",
                Labels.of("job", "cart"),
                dataId,
                health,
                1_700_000_000_000L,
                Duration.ofMillis(3),
                6,
                5,
                "",
                1,
                0);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheWire(Object message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }
}
