package io.bkm.actors.joins;

import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodFacts.Container;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodProtocolTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        ActorRef<PodAnswer> member = KIT.<PodAnswer>createTestProbe().ref();
        var position = new PodPosition(1_795_300_777_000L, 1_795_300_777_001L);
        var key = new PodKey("shop", "web-0");
        var pod = new PodFacts(
                "shop",
                "web-0",
                "node-a",
                "StatefulSet",
                "web",
                Map.of("l:app", "web"),
                List.of(new Container("containerd://1", "main", "sha256:1")));
        return Stream.of(
                new PodPull(1, position, PodScope.ofNodes(Set.of("node-a", "node-b")), key, member),
                new PodPull(2, PodPosition.NOWHERE, PodScope.ALL, null, member),
                new PodAnswer.NotReady(3),
                new PodAnswer.Changes(4, position, true, List.of(pod), List.of(key)),
                new PodAnswer.Page(5, position, List.of(pod), false),
                new PodAnswer.News(position));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheWire(Object message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }
}
