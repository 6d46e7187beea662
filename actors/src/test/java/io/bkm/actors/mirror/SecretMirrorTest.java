package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.Expansion;
import io.bkm.actors.discovery.RecordedCase;
import io.bkm.actors.operator.Holdings;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.resources.Resources;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SecretMirrorTest {

    private static final String NODE_A = "daemonset-worker-node-a";

    private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final FakeStore store = new FakeStore();
    private final MirrorCounters counters = new MirrorCounters();
    private final SecretMirror mirror = mirror("mode = on");

    /** What one target comes to for a worker. */
    private record Scrape(String url, String period, String timeout, Labels labels, long dataId, long taskId) {}

    @Test
    void decodesToExactlyTheTargetsThatAreHeld() throws IOException {
        for (var recorded : RecordedCase.all()) {
            var expanded = Expansion.expand(recorded.resources(), recorded.settings(""));
            var targets = expanded.targets();
            store.secrets.clear();
            var settings = MirrorSettingsTest.from("mode = on, secret-size = 64 KiB");
            var renderer = new TaskRenderer("", recorded.settings("").builtinLabels());
            var fresh = new SecretMirror(settings, renderer, store, counters, clock);

            fresh.follow(holdings(expanded, targets, true));
            fresh.round();

            assertThat(decoded())
                    .as(recorded.name())
                    .containsExactlyInAnyOrderElementsOf(targets.stream()
                            .filter(SecretMirrorTest::hasDataId)
                            .map(SecretMirrorTest::scrape)
                            .toList());
        }
    }

    @Test
    void writesNothingWhereNothingChanged() throws IOException {
        var expanded = expanded("01-servicemonitor-plain");
        mirror.follow(holdings(expanded, expanded.targets(), true));
        mirror.round();
        store.calls.clear();

        mirror.round();
        mirror.follow(holdings(expanded("01-servicemonitor-plain"), expanded.targets(), true));
        mirror.round();
        millis.addAndGet(Duration.ofMinutes(10).toMillis());
        mirror.round();

        assertThat(store.calls).containsExactly("look");
        assertThat(counters.created()).isEqualTo(4);
        assertThat(counters.updated()).isZero();
    }

    @Test
    void leavesWhatTheOriginalWroteThoughItsGzipIsAnother() throws IOException {
        var expanded = expanded("01-servicemonitor-plain");
        mirror.follow(holdings(expanded, expanded.targets(), true));
        mirror.round();
        store.secrets.replaceAll((_, secret) -> repacked(secret));
        store.calls.clear();

        var other = mirror("mode = on");
        other.follow(holdings(expanded, expanded.targets(), true));
        other.round();

        assertThat(store.calls).containsExactly("look");
    }

    @Test
    void tellsOnlyOfWhatMembersSaidTheyHave() throws IOException {
        var expanded = expanded("01-servicemonitor-plain");
        var onNodeA = expanded.targets().stream()
                .filter(target -> target.placement().toString().contains("node-a"))
                .toList();

        mirror.follow(holdings(expanded, onNodeA, true));
        mirror.round();

        assertThat(store.secrets).containsOnlyKeys(NODE_A, "event-worker-0", "statefulset-worker-0");
    }

    @Test
    void waitsUntilAllHaveSaidWhatTheyHaveOrUntilItHasWaitedLongEnough() throws IOException {
        var expanded = expanded("01-servicemonitor-plain");
        store.secrets.put(NODE_A, stale(NODE_A));

        mirror.follow(holdings(expanded, List.of(), false));
        mirror.round();
        assertThat(store.calls).isEmpty();

        millis.addAndGet(Duration.ofSeconds(60).toMillis());
        mirror.round();
        assertThat(store.calls).contains("delete " + NODE_A);
    }

    @Test
    void keepsTheTasksOfEndpointsThatAreHeldThoughTheyAreGone() throws IOException {
        var expanded = expanded("01-servicemonitor-plain");
        mirror.follow(holdings(expanded, expanded.targets(), true));
        mirror.round();
        var before = Map.copyOf(store.secrets);

        var none = new Expanded(List.of(), List.of(), 0, List.of(), expanded.dataIds(), List.of());
        mirror.follow(holdings(none, expanded.targets(), true));
        mirror.round();

        assertThat(store.secrets).isEqualTo(before);
    }

    @Test
    void triesAgainWhatDidNotSucceed() throws IOException {
        var expanded = expanded("01-servicemonitor-plain");
        mirror.follow(holdings(expanded, expanded.targets(), true));
        store.away = true;

        mirror.round();
        assertThat(counters.failed()).isEqualTo(1);
        store.away = false;
        mirror.round();

        assertThat(store.secrets).hasSize(4);
    }

    @Test
    void followsTheNumberOfWorkers() throws IOException {
        var expanded = expanded("12-sharding-hash");
        mirror.follow(holdings(expanded, expanded.targets(), true));
        store.workers = new Workers(3, Map.of());
        mirror.round();
        assertThat(store.secrets).containsKeys("statefulset-worker-0", "statefulset-worker-1", "statefulset-worker-2");

        store.workers = new Workers(1, Map.of());
        mirror.round();

        assertThat(store.secrets).containsOnlyKeys("event-worker-0", "statefulset-worker-0");
        assertThat(decoded()).hasSize(12);
    }

    @Test
    void handsToOldWorkersWhatTheyAreToHave() throws IOException {
        var foreign = SecretMirror.foreign(MirrorSettingsTest.from("mode = foreign, foreign-nodes = [node-a]"));
        var expanded = expanded("01-servicemonitor-plain");

        var theirs = expanded.targets().stream()
                .filter(found -> foreign.has(found.placement(), found.endpoint(), List.of(found.target())))
                .toList();

        assertThat(theirs).hasSize(2);
        var mixed = mirror("mode = foreign");
        mixed.follow(
                new Holdings(Resources.NONE, expanded, List.of(held(expanded.targets())), List.of(held(theirs)), true));
        mixed.round();
        assertThat(decoded())
                .containsExactlyInAnyOrderElementsOf(
                        theirs.stream().map(SecretMirrorTest::scrape).toList());
    }

    private SecretMirror mirror(String section) {
        var settings = MirrorSettingsTest.from(section);
        return new SecretMirror(settings, new TaskRenderer(settings.relabelUrl(), List.of()), store, counters, clock);
    }

    private static Expanded expanded(String name) throws IOException {
        for (var recorded : RecordedCase.all()) {
            if (recorded.name().equals(name)) {
                return Expansion.expand(recorded.resources(), recorded.settings(""));
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static Holdings holdings(Expanded expanded, List<DiscoveredTarget> held, boolean complete) {
        return new Holdings(Resources.NONE, expanded, List.of(held(held)), List.of(), complete);
    }

    private static Map<String, AssignedEndpoint> held(List<DiscoveredTarget> targets) {
        var byEndpoint = new HashMap<String, AssignedEndpoint>();
        for (var found : targets) {
            byEndpoint.merge(
                    found.endpoint().id().value(),
                    AssignedEndpoint.of(found.endpoint(), List.of(found.target())),
                    (one, more) -> {
                        var all = new ArrayList<Target>(one.targets());
                        all.addAll(more.targets());
                        return AssignedEndpoint.of(one.endpoint(), all);
                    });
        }
        return byEndpoint;
    }

    private static boolean hasDataId(DiscoveredTarget found) {
        return found.target().gse() != null;
    }

    private static Scrape scrape(DiscoveredTarget found) {
        var endpoint = found.endpoint();
        var gse = Objects.requireNonNull(found.target().gse());
        return new Scrape(
                withPort(endpoint.url().split("\\?", 2)[0]),
                endpoint.interval().toString(),
                endpoint.timeout().toString(),
                found.target().labels().with(gse.dimensions()),
                gse.dataId(),
                gse.taskId());
    }

    private static String withPort(String url) {
        int host = url.indexOf("//") + 2;
        int end = url.indexOf('/', host);
        return url.indexOf(':', host) >= 0
                ? url
                : url.substring(0, end) + (url.startsWith("https") ? ":443" : ":80") + url.substring(end);
    }

    private List<Scrape> decoded() throws IOException {
        var scrapes = new ArrayList<Scrape>();
        for (var secret : store.secrets.values()) {
            for (var file : secret.data().entrySet()) {
                if (!file.getKey().endsWith(".conf")) {
                    var text = Gzip.unpack(Base64.getDecoder().decode(file.getValue()), 1 << 20);
                    var config = ChildConfigReader.read(text);
                    scrapes.add(new Scrape(
                            config.host() + config.path(),
                            duration(config.period()),
                            duration(config.timeout()),
                            Labels.of(config.labels()),
                            config.dataId(),
                            config.taskId()));
                }
            }
        }
        return scrapes;
    }

    private static String duration(String text) {
        return io.bkm.streams.targets.PrometheusDuration.parse(text).toString();
    }

    private static StoredSecret stale(String name) {
        return new StoredSecret(
                name,
                Map.of(SecretContent.CREATED_BY, SecretContent.OPERATOR, SecretContent.TASK_TYPE, "daemonset"),
                Map.of("old", "eA=="));
    }

    /** The same texts, as another program's gzip would have them. */
    private static StoredSecret repacked(StoredSecret secret) {
        var data = new HashMap<String, String>();
        secret.data().forEach((name, value) -> {
            var bytes = Base64.getDecoder().decode(value);
            bytes[9] = 3; // the operating system, which does not matter
            data.put(name, Base64.getEncoder().encodeToString(bytes));
        });
        return new StoredSecret(secret.name(), secret.labels(), data);
    }
}
