package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.labels.Labels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class RunningDiscoveryTest {

    private static final Duration REFRESH = Duration.ofMinutes(1);

    /** A part's targets; "!" for one that fails. */
    private final Map<String, List<String>> parts = new ConcurrentHashMap<>();

    private final List<String> heard = new ArrayList<>();
    private final SdCounters counters = new SdCounters();
    private final Instant now = Instant.ofEpochSecond(1000);
    private final RunningDiscovery discovery = new RunningDiscovery(
            new Discovery.File(List.of("/sd/*.json"), REFRESH),
            new FakeLookup(),
            REFRESH,
            counters,
            InstantSource.fixed(now),
            this::hear);

    @Test
    void aPartThatFailsKeepsWhatItHad() throws InterruptedException {
        parts.put("a", List.of("a:1"));
        parts.put("b", List.of("b:1"));
        discovery.round();
        parts.put("a", List.of("!"));
        parts.put("b", List.of("b:2"));

        discovery.round();

        assertThat(heard).containsExactly("a:1 b:1", "a:1 b:2 a is broken");
        assertThat(counters.lookups()).containsEntry("file_sd", 4L);
        assertThat(counters.failures()).containsEntry("file_sd", 1L);
    }

    @Test
    void aPartThatIsGoneTakesItsTargetsAlong() throws InterruptedException {
        parts.put("a", List.of("a:1"));
        parts.put("b", List.of("b:1"));
        discovery.round();
        parts.remove("a");

        discovery.round();

        assertThat(heard).containsExactly("a:1 b:1", "b:1");
    }

    @Test
    void tellsOnlyWhatIsNew() throws InterruptedException {
        parts.put("a", List.of("a:1"));
        discovery.round();
        var before = discovery.answer().groups().getFirst();

        discovery.round();

        assertThat(heard).hasSize(1);
        assertThat(discovery.answer().groups().getFirst()).isSameAs(before);
    }

    @Test
    void aGroupThatStaysIsTheSameInstance() throws InterruptedException {
        parts.put("a", List.of("a:1", "a:2"));
        discovery.round();
        var before = discovery.answer().groups();
        parts.put("a", List.of("a:1", "a:3"));

        discovery.round();

        assertThat(discovery.answer().groups().getFirst()).isSameAs(before.getFirst());
        assertThat(discovery.answer().groups().get(1)).isNotEqualTo(before.get(1));
    }

    @Test
    void triesAgainSoonAsLongAsItHasNothing() throws InterruptedException {
        parts.put("a", List.of("!"));
        var pauses = new ArrayList<Long>();
        for (int i = 0; i < 8; i++) {
            discovery.round();
            pauses.add(discovery.pause().toSeconds());
        }

        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(discovery.hasSucceeded()).isFalse();
    }

    @Test
    void isOnAGridThatTheStartDoesNotMove() throws InterruptedException {
        parts.put("a", List.of("a:1"));
        discovery.round();
        var pause = discovery.pause();

        var later = new RunningDiscovery(
                new Discovery.File(List.of("/sd/*.json"), REFRESH),
                new FakeLookup(),
                REFRESH,
                counters,
                InstantSource.fixed(now.plus(pause).plusSeconds(7)),
                () -> {});

        assertThat(pause).isBetween(Duration.ofMillis(1), REFRESH);
        assertThat(later.pause()).isEqualTo(REFRESH.minusSeconds(7));
    }

    private void hear() {
        var targets = discovery.answer().groups().stream()
                .map(group -> group.targets().getFirst().get("__address__"))
                .toList();
        heard.add((String.join(" ", targets) + " " + discovery.answer().failure()).strip());
    }

    private final class FakeLookup implements Lookup {

        @Override
        public List<String> parts() {
            return List.copyOf(new TreeMap<>(parts).keySet());
        }

        @Override
        public List<FoundGroup> look(String part) throws LookupFailure {
            var targets = parts.getOrDefault(part, List.of());
            if (targets.contains("!")) {
                throw new LookupFailure(part + " is broken");
            }
            return targets.stream()
                    .map(target -> new FoundGroup(target, Labels.EMPTY, List.of(Labels.of("__address__", target))))
                    .toList();
        }
    }
}
