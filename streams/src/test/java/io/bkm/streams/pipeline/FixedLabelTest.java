package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.relabel.RuleFields;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A label that is enforced on a target and on its samples: there is one of it, as in Prometheus. */
class FixedLabelTest {

    private static final RelabelRule ENFORCED = rule("namespace", "shop");

    @Test
    void aSampleWithoutTheLabelGetsTheTargets() throws Exception {
        assertThat(dimensions("up{a=\"1\"} 1\n", false, ENFORCED)).isEqualTo(Map.of("a", "1", "namespace", "shop"));
    }

    @Test
    void theSamplesOwnIsKeptUnderAnotherName() throws Exception {
        assertThat(dimensions("up{namespace=\"bank\"} 1\n", false, ENFORCED))
                .isEqualTo(Map.of("namespace", "shop", "exported_namespace", "bank"));
    }

    @Test
    void theSamplesOwnIsLostWhereItWouldHaveWon() throws Exception {
        assertThat(dimensions("up{namespace=\"bank\"} 1\n", true, ENFORCED)).isEqualTo(Map.of("namespace", "shop"));
    }

    @Test
    void whatOtherRulesMakeOfItIsOverruled() throws Exception {
        assertThat(dimensions("up 1\n", false, rule("namespace", "elsewhere"), ENFORCED))
                .isEqualTo(Map.of("namespace", "shop"));
    }

    @Test
    void anotherValueThanTheTargetsIsTheSamplesOwn() throws Exception {
        assertThat(dimensions("up 1\n", false, rule("namespace", "elsewhere")))
                .isEqualTo(Map.of("namespace", "elsewhere", "exported_namespace", "shop"));
    }

    private static Map<String, String> dimensions(String body, boolean honorLabels, RelabelRule... rules)
            throws Exception {
        var route = new GseRoute(1001, Labels.EMPTY, 7, false, Map.of(), Map.of());
        var target = new Target(
                "test",
                Labels.of(Map.of("namespace", "shop")),
                honorLabels,
                true,
                false,
                List.of(rules),
                Limits.NONE,
                null,
                route);
        var packets = new ArrayList<GsePacket>();
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var _ = GsePipeline.factory(new PipelineSettings(7, false), new PipelineCounters(), 1)
                .apply(target)
                .accept(
                        new Exposition(bytes, bytes.length, "text/plain"),
                        1_795_300_777_000L,
                        Duration.ofMillis(1),
                        PacketConformanceTest.collect(packets));
        var dimensions = new TreeMap<String, String>();
        PacketConformanceTest.json(packets.getFirst())
                .at("/data/0/dimension")
                .properties()
                .forEach(
                        entry -> dimensions.put(entry.getKey(), entry.getValue().asText()));
        return dimensions;
    }

    private static RelabelRule rule(String label, String value) {
        var fields = new RuleFields(null, null, null, null, label, value, "replace", null);
        if (fields.check() instanceof RuleCheck.Valid(var valid)) {
            return valid;
        }
        throw new IllegalArgumentException(fields.toString());
    }
}
