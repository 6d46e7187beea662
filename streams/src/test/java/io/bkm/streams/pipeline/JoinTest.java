package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodFacts.Container;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.Relabeler;
import io.bkm.streams.relabel.RuleCheck;
import io.bkm.streams.relabel.RuleFields;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.PodJoin;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels of pods on samples: those that the original's rules give, whatever changes meanwhile. */
class JoinTest {

    private static final long NOW = 1_795_300_777_000L;
    private static final Duration TOOK = Duration.ofMillis(1);
    private static final String NODE = "node-a";
    private static final PodJoin WORKLOAD = new PodJoin(NODE, "", false, List.of(), List.of());
    private static final PodJoin EVERYTHING =
            new PodJoin(NODE, "", true, List.of("app", "a.b/c"), List.of("team", "({[0].id})env.service"));
    private static final String SAMPLE = "cpu{namespace=\"shop\",pod_name=\"web-0\"} 1\n";

    private final TestPods pods = new TestPods();

    @Test
    void aSampleGetsTheWorkloadOfItsPod() throws Exception {
        pods.put(pod("web-0", NODE, "StatefulSet", "web"));

        assertThat(dimensions(pipeline(WORKLOAD), SAMPLE))
                .containsEntry("workload_kind", "StatefulSet")
                .containsEntry("workload_name", "web");
    }

    @Test
    void whatThePodIsCountsFromTheNextScrapeOn() throws Exception {
        var pipeline = pipeline(WORKLOAD);
        assertThat(dimensions(pipeline, SAMPLE)).doesNotContainKey("workload_kind");

        pods.put(pod("web-0", NODE, "StatefulSet", "web"));
        assertThat(dimensions(pipeline, SAMPLE)).containsEntry("workload_kind", "StatefulSet");

        pods.put(pod("web-0", NODE, "Deployment", "shop"));
        assertThat(dimensions(pipeline, SAMPLE)).containsEntry("workload_name", "shop");

        pods.remove("shop", "web-0");
        assertThat(dimensions(pipeline, SAMPLE)).doesNotContainKey("workload_name");
    }

    @Test
    void aPodOfAnotherNodeCountsForItsLabelsAlone() throws Exception {
        pods.put(pod("web-0", "node-b", "StatefulSet", "web"));

        assertThat(dimensions(pipeline(EVERYTHING), SAMPLE.replace("}", ",container_name=\"x\"}")))
                .containsEntry("label_app", "web-0")
                .doesNotContainKey("workload_kind");
    }

    @Test
    void theOnlyPodThatIsAskedForIsTheOnlyOne() throws Exception {
        pods.put(pod("web-0", NODE, "StatefulSet", "web"));
        pods.put(pod("web-1", NODE, "StatefulSet", "web"));
        var pipeline = pipeline(new PodJoin(NODE, "web-1", false, List.of(), List.of()));

        assertThat(dimensions(pipeline, SAMPLE)).doesNotContainKey("workload_kind");
        assertThat(dimensions(pipeline, SAMPLE.replace("web-0", "web-1"))).containsKey("workload_kind");
    }

    @Test
    void onlySeriesOfPodsThatChangedArePlannedAnew() throws Exception {
        pods.put(pod("web-0", NODE, "StatefulSet", "web"));
        pods.put(pod("web-1", NODE, "StatefulSet", "web"));
        var pipeline = pipeline(WORKLOAD);
        var body = SAMPLE + SAMPLE.replace("web-0", "web-1") + "other 1\n";
        var _ = accept(pipeline, body, new ArrayList<>());

        pods.put(pod("web-1", NODE, "Deployment", "web"));

        assertThat(accept(pipeline, body, new ArrayList<>())).isEqualTo(new Scraped(3, 3, 1, body.length(), TOOK));
        assertThat(accept(pipeline, body, new ArrayList<>())).isEqualTo(new Scraped(3, 3, 0, body.length(), TOOK));
    }

    @Test
    void aScrapeThatFailsOverALimitForgetsNoChange() throws Exception {
        var limits = new Limits(0, 2, 0, 0, 0);
        var pipeline = pipeline(target(WORKLOAD, limits));
        assertThat(dimensions(pipeline, SAMPLE)).doesNotContainKey("workload_kind");
        pods.put(pod("web-0", NODE, "StatefulSet", "web"));

        var over = accept(pipeline, SAMPLE + "a 1\nb 1\nc 1\n", new ArrayList<>());

        assertThat(over).isInstanceOf(Failed.class);
        assertThat(dimensions(pipeline, SAMPLE)).containsEntry("workload_kind", "StatefulSet");
    }

    @Test
    void nothingIsSentWhilePodsAreUnknown() throws Exception {
        var packets = new ArrayList<GsePacket>();
        pods.unknown(true);

        var outcome = accept(pipeline(WORKLOAD), SAMPLE, packets);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.PODS_UNKNOWN));
        assertThat(packets).isEmpty();
    }

    @Test
    void keepsNoPlaceForPodsThatAreLongGone() throws Exception {
        var pipeline = pipeline(WORKLOAD);
        for (int generation = 0; generation < 40; generation++) {
            var body = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                body.append(SAMPLE.replace("web-0", "web-" + generation + "-" + i));
            }
            var _ = accept(pipeline, body.toString(), new ArrayList<>());
        }

        pods.put(pod("web-39-0", NODE, "StatefulSet", "web"));

        assertThat(dimensions(pipeline, SAMPLE.replace("web-0", "web-39-0"))).containsKey("workload_kind");
    }

    /** The rules as the operator of the original serves them, run by our own relabeling. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void givesWhatTheRulesGiveAndAPastNeverShows(long seed) throws Exception {
        var random = new Random(seed);
        var joins = List.of(
                WORKLOAD,
                EVERYTHING,
                new PodJoin("", "", false, List.of("app"), List.of("team")),
                new PodJoin(NODE, "web-3", true, List.of(), List.of()));
        var old = joins.stream().map(this::pipeline).toList();
        for (int scrape = 0; scrape < 25; scrape++) {
            change(random);
            var lines = Stream.generate(() -> sample(random)).limit(30).toList();
            for (int i = 0; i < joins.size(); i++) {
                var given = samples(old.get(i), String.join("\n", lines) + "\n");

                assertThat(given).isEqualTo(byRules(joins.get(i), lines));
            }
        }
    }

    private void change(Random random) {
        var name = "web-" + random.nextInt(6);
        if (random.nextInt(4) == 0) {
            pods.remove("shop", name);
        } else if (random.nextInt(3) > 0) {
            pods.put(pod(name, random.nextBoolean() ? NODE : "node-b", "Kind" + random.nextInt(3), "w"));
        }
    }

    private static String sample(Random random) {
        var labels = new ArrayList<String>();
        var values = Map.of(
                "namespace", List.of("shop", "other"),
                "pod_name", List.of("web-0", "web-1", "web-2", "web-3"),
                "container_id", List.of("containerd://web-1", "containerd://web-4", "docker://x"),
                "container_name", List.of("given", ""),
                "workload_kind", List.of("mine"),
                "label_app", List.of("mine"));
        values.forEach((name, some) -> {
            if (random.nextInt(3) > 0) {
                labels.add(name + "=\"" + some.get(random.nextInt(some.size())) + "\"");
            }
        });
        return "m" + random.nextInt(1000) + "{" + String.join(",", labels) + "} 1";
    }

    private List<Map<String, String>> byRules(PodJoin join, List<String> lines) {
        var relabeler = Relabeler.of(rules(join));
        var all = new ArrayList<Map<String, String>>();
        for (var line : lines) {
            var labels = new HashMap<String, String>();
            labels.put("__name__", line.substring(0, line.indexOf('{')));
            Stream.of(line.substring(line.indexOf('{') + 1, line.indexOf('}')).split(","))
                    .filter(label -> !label.isEmpty())
                    .map(label -> label.split("=", 2))
                    .forEach(label -> labels.put(label[0], label[1].replace("\"", "")));
            var after = relabeler.apply(Labels.of(labels));
            if (after != null) {
                var dimensions = new HashMap<>(after.toMap());
                dimensions.remove("__name__");
                dimensions.values().removeIf(String::isEmpty);
                all.add(dimensions);
            }
        }
        return all;
    }

    private List<RelabelRule> rules(PodJoin join) {
        var rules = new ArrayList<RelabelRule>();
        var ofNode = pods.all().stream()
                .filter(pod -> pod.node().equals(join.node()))
                .toList();
        if (join.containers()) {
            for (var pod : ofNode) {
                for (var container : pod.containers()) {
                    List.of(
                                    List.of("pod_name", pod.name()),
                                    List.of("pod", pod.name()),
                                    List.of("namespace", pod.namespace()),
                                    List.of("container_name", container.name()),
                                    List.of("container", container.name()),
                                    List.of("image", container.image()))
                            .forEach(set -> rules.add(rule(
                                    List.of("container_id"),
                                    container.id(),
                                    set.getFirst(),
                                    set.getLast(),
                                    "replace")));
                }
            }
            rules.add(rule(List.of("container_name"), "", null, null, "drop"));
            rules.add(rule(null, "container_id", null, null, "labeldrop"));
        }
        for (var pod : ofNode) {
            if (join.onlyPod().isEmpty() || join.onlyPod().equals(pod.name())) {
                rules.add(ofPod(pod, "workload_kind", pod.workloadKind()));
                rules.add(ofPod(pod, "workload_name", pod.workloadName()));
            }
        }
        for (var pod : pods.all()) {
            var names = Map.of(
                    "l:app", "label_app",
                    "l:a.b/c", "label_a_b_c",
                    "a:team", "annotation_team",
                    "a:({[0].id})env.service", "annotation_env_service");
            Stream.concat(
                            join.labels().stream().map(PodFacts::ofLabel),
                            join.annotations().stream().map(PodFacts::ofAnnotation))
                    .filter(key -> pod.dimensions().containsKey(key))
                    .forEach(key -> rules.add(ofPod(
                            pod, names.getOrDefault(key, ""), pod.dimensions().getOrDefault(key, ""))));
        }
        return rules;
    }

    private static RelabelRule ofPod(PodFacts pod, String label, String value) {
        return rule(List.of("namespace", "pod_name"), pod.namespace() + ";" + pod.name(), label, value, "replace");
    }

    private static RelabelRule rule(
            @Nullable List<String> sources,
            String regex,
            @Nullable String label,
            @Nullable String value,
            String action) {
        var fields = new RuleFields(sources, null, regex, null, label, value, action, null);
        if (fields.check() instanceof RuleCheck.Valid(var valid)) {
            return valid;
        }
        throw new IllegalArgumentException(fields.toString());
    }

    private static PodFacts pod(String name, String node, String kind, String workload) {
        return new PodFacts(
                "shop",
                name,
                node,
                kind,
                workload,
                Map.of("l:app", name, "l:a.b/c", "abc", "a:team", "t", "a:({[0].id})env.service", ""),
                List.of(new Container("containerd://" + name, "main", "sha256:" + kind)));
    }

    private static Target target(PodJoin join, Limits limits) {
        var route = new GseRoute(1001, Labels.EMPTY, 7, false, Map.of(), Map.of(), join);
        return new Target("test", Labels.EMPTY, false, true, false, List.of(), limits, null, route);
    }

    private TargetPipeline pipeline(PodJoin join) {
        return pipeline(target(join, Limits.NONE));
    }

    private TargetPipeline pipeline(Target target) {
        return GsePipeline.factory(new PipelineSettings(7, false), new PipelineCounters(), 2, pods)
                .apply(target);
    }

    private static ScrapeOutcome accept(TargetPipeline pipeline, String body, List<GsePacket> packets)
            throws InterruptedException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return pipeline.accept(
                new Exposition(bytes, bytes.length, "text/plain"), NOW, TOOK, PacketConformanceTest.collect(packets));
    }

    /** Of the first sample. */
    private static Map<String, String> dimensions(TargetPipeline pipeline, String body) throws Exception {
        return samples(pipeline, body).getFirst();
    }

    /** The dimensions of all samples but our own. */
    private static List<Map<String, String>> samples(TargetPipeline pipeline, String body) throws Exception {
        var packets = new ArrayList<GsePacket>();
        var _ = accept(pipeline, body, packets);
        var all = new ArrayList<Map<String, String>>();
        for (var packet : packets) {
            for (var item : PacketConformanceTest.json(packet).withArray("data")) {
                boolean own = item.get("metrics").fieldNames().next().startsWith("bkm_");
                var dimensions = new HashMap<String, String>();
                item.get("dimension")
                        .properties()
                        .forEach(entry ->
                                dimensions.put(entry.getKey(), entry.getValue().asText()));
                dimensions.values().removeIf(String::isEmpty);
                if (!own) {
                    all.add(dimensions);
                }
            }
        }
        return all;
    }
}
