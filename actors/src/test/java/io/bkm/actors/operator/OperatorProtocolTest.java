package io.bkm.actors.operator;

import io.bkm.actors.discovery.Rejected;
import io.bkm.actors.endpoints.Samples;
import io.bkm.actors.placement.Bytes;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.ShardKey;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorProtocolTest {

    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    static Stream<Object> messages() {
        var shard = new ShardKey.Node("node-a");
        var generation = new Generation(3, 7);
        var have = new Operator.Have(generation, "abc", 5, List.of("node-b"));
        var answers = KIT.<Operator.Answer>createTestProbe().ref();
        var endpoint = Samples.endpoint(1);
        return Stream.of(
                new Operator.Get(shard, have, answers),
                new Operator.Get(new ShardKey.Spread(63), Operator.Have.NOTHING, answers),
                new Operator.Next(shard, generation, 2, answers),
                new Operator.Applied(shard, generation, "abc", 5, 6, "pekko://bkm@127.0.0.1:1"),
                new Operator.GetState(400, KIT.<OperatorState>createTestProbe().ref()),
                new Operator.GetExplained(
                        100, KIT.<ExplainedTarget.Page>createTestProbe().ref()),
                new Operator.GetReport(
                        new ReportQuery(ReportQuery.Kind.WORKLOADS, Map.of("node", "node-a")),
                        3,
                        KIT.<ReportPage>createTestProbe().ref()),
                new ReportPage(4, "[1,2", 100_000),
                new Operator.Dispatch(),
                new Operator.NotReady(shard),
                new Operator.NotModified(shard, generation),
                new Operator.Chunk(shard, generation, "abc", 1, 3, Bytes.of(new byte[] {1, 2, -3})),
                new Operator.Changed(shard, generation),
                new OperatorState(
                        true,
                        generation,
                        5,
                        6,
                        1,
                        List.of(
                                new OperatorState.ShardState(shard, generation, 5, 6, null),
                                new OperatorState.ShardState(
                                        shard, generation, 5, 6, new OperatorState.Ack(generation, 5, 6, "m", 9))),
                        1,
                        List.of(new Rejected("Probe", "shop", "cart", "wrong")),
                        1,
                        List.of(new Resources.Problem("a.yaml", "Probe", "shop", "cart", "wrong")),
                        "",
                        800),
                new ExplainedTarget.Page(
                        4,
                        List.of(
                                explained(endpoint, new Placement.OnNode("node-a"), shard, 1001L),
                                explained(endpoint, new Placement.Spread(""), new ShardKey.Spread(1), null)),
                        -1,
                        2));
    }

    private static ExplainedTarget explained(
            Endpoint endpoint, Placement placement, ShardKey shard, @Nullable Long dataId) {
        return new ExplainedTarget(
                endpoint.id(),
                endpoint.url(),
                endpoint.interval(),
                endpoint.timeout(),
                "serviceMonitor/shop/cart/0",
                Labels.of("job", "cart"),
                Labels.of("__address__", "10.0.0.1"),
                placement,
                shard,
                dataId);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheWire(Object message) {
        KIT.serializationTestKit().verifySerialization(message, true);
    }
}
