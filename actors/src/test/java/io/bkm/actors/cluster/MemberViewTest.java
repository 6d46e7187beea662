package io.bkm.actors.cluster;

import io.bkm.actors.endpoints.Health;
import io.bkm.actors.endpoints.ScrapeLoad;
import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MemberViewTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        var status = new TargetStatus(
                new ShardKey.Node("node-a"),
                new EndpointId("e"),
                "http://10.0.0.1:9100/metrics",
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                "serviceMonitor/shop/cart/0",
                Labels.of("job", "cart"),
                null,
                Health.DOWN,
                1_700_000_000_000L,
                Duration.ofMillis(3),
                0,
                0,
                "connection refused",
                1,
                2);
        return Stream.of(
                new MemberView.GetLines(
                        new ShardKey.Node("node-a"),
                        new EndpointId("e"),
                        KIT.<Peek.Answer>createTestProbe().ref()),
                Peek.Answer.problem("busy"),
                new MemberView.GetTargets(
                        "node/node-a|e",
                        KIT.<MemberView.TargetsPage>createTestProbe().ref()),
                new MemberView.GetLoad(
                        KIT.<MemberView.MemberLoad>createTestProbe().ref()),
                new MemberView.MemberLoad("127.0.0.1:1", new ScrapeLoad(3, 2, 1.5, 1e9)),
                new MemberView.TargetsPage("127.0.0.1:1", List.of(status, status), "node/node-a|e"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheWire(Object message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }
}
