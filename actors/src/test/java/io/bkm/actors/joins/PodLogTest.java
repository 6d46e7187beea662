package io.bkm.actors.joins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.joins.PodLog.Event;
import io.bkm.streams.joins.PodFacts;
import io.bkm.streams.joins.PodFacts.Container;
import io.bkm.streams.targets.PodJoin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PodLogTest {

    private static final int LARGE = 1 << 20;
    private static final PodJoin WORKLOAD = new PodJoin("node-a", "", false, List.of(), List.of());
    private static final PodScope NODE_A = PodScope.ofNodes(Set.of("node-a"));

    private final AtomicLong millis = new AtomicLong(1_795_300_777_000L);
    private final PodLog log = new PodLog(() -> Instant.ofEpochMilli(millis.get()));
    private final TestPods cluster = new TestPods();

    @Test
    void keepsOfAPodWhatSomebodyAsksFor() {
        cluster.putStatefulSet("web");
        cluster.put("web-0", "node-a", "10.0.0.1", "web");
        update();
        assertThat(all()).containsExactly(new PodFacts("shop", "web-0", "node-a", "", "", Map.of(), List.of()));

        cluster.ask(WORKLOAD, new PodJoin("", "", false, List.of("app", "missing"), List.of()));
        update();
        assertThat(all())
                .containsExactly(new PodFacts(
                        "shop", "web-0", "node-a", "StatefulSet", "web", Map.of("l:app", "label of web-0"), List.of()));

        cluster.ask(new PodJoin("node-a", "", true, List.of(), List.of()));
        update();
        assertThat(all().getFirst().containers())
                .containsExactly(new Container("containerd://web-0", "main", "sha256:1"));
    }

    @Test
    void tellsWhatChangedSinceANumber() {
        cluster.ask(WORKLOAD);
        cluster.put("web-0", "node-a", "10.0.0.1", "");
        cluster.put("web-1", "node-a", "10.0.0.2", "");
        cluster.put("other", "node-b", "10.0.0.3", "");
        update();
        long before = log.sequence();
        assertThat(log.since(before, NODE_A, LARGE).changed()).isEmpty();

        cluster.remove("web-0");
        cluster.put("web-2", "node-a", "", "");
        cluster.put("other-2", "node-b", "10.0.0.4", "");
        update();

        var since = log.since(before, NODE_A, LARGE);
        assertThat(since.changed()).extracting(PodFacts::name).containsExactly("web-2");
        assertThat(since.gone()).containsExactly(new PodKey("shop", "web-0"));
        assertThat(since.to()).isEqualTo(log.sequence());
        assertThat(log.since(before, PodScope.ALL, LARGE).changed())
                .extracting(PodFacts::name)
                .containsExactlyInAnyOrder("web-2", "other-2");
    }

    @Test
    void anOwnerThatComesLaterChangesItsPods() {
        cluster.ask(WORKLOAD);
        cluster.put("web-0", "node-a", "10.0.0.1", "web");
        update();
        long before = log.sequence();
        assertThat(all().getFirst().workloadKind()).isEqualTo("Pod");

        cluster.putStatefulSet("web");
        update();

        assertThat(log.since(before, NODE_A, LARGE).changed())
                .singleElement()
                .satisfies(pod -> assertThat(pod.workloadName()).isEqualTo("web"));
    }

    @Test
    void aPodThatMovesIsGoneForThoseWhoFollowItsOldNode() {
        cluster.ask(WORKLOAD);
        cluster.put("web-0", "node-a", "10.0.0.1", "");
        update();
        long before = log.sequence();

        cluster.put("web-0", "node-b", "10.0.0.1", "");
        update();

        assertThat(log.since(before, NODE_A, LARGE).gone()).containsExactly(new PodKey("shop", "web-0"));
        assertThat(log.since(before, PodScope.ofNodes(Set.of("node-b")), LARGE).changed())
                .hasSize(1);
    }

    @Test
    void cutsChangesAndListsIntoPieces() {
        cluster.ask(WORKLOAD);
        update();
        long number = log.sequence();
        for (int i = 0; i < 50; i++) {
            cluster.put("pod-" + i, "node-a", "10.0.0." + i, "");
        }
        update();

        var changed = new ArrayList<PodFacts>();
        var since = log.since(number, NODE_A, 1000);
        changed.addAll(since.changed());
        while (since.more()) {
            assertThat(since.changed()).hasSizeBetween(1, 12);
            since = log.since(since.to(), NODE_A, 1000);
            changed.addAll(since.changed());
        }
        var paged = new ArrayList<PodFacts>();
        var page = log.page(NODE_A, null, 1000);
        paged.addAll(page.pods());
        while (!page.last()) {
            page = log.page(NODE_A, PodKey.of(paged.getLast()), 1000);
            paged.addAll(page.pods());
        }

        assertThat(changed).hasSize(50).doesNotHaveDuplicates();
        assertThat(paged).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void knowsNoNumberOfAnotherOperatorAndNoneThatIsTooOld() {
        cluster.put("web-0", "node-a", "10.0.0.1", "");
        update();
        long old = log.sequence();
        var position = new PodPosition(log.epoch(), old);
        assertThat(log.reaches(position)).isTrue();
        for (int i = 0; i <= PodLog.KEPT_CHANGES; i++) {
            cluster.put("web-0", "node-" + i, "10.0.0.1", "");
            update();
        }
        assertThat(log.reaches(position)).isFalse();
        assertThat(log.reaches(new PodPosition(log.epoch(), old + 1))).isTrue();
        assertThat(log.events(old).events()).hasSize(1);

        log.begin();

        assertThat(log.reaches(new PodPosition(position.epoch(), log.sequence())))
                .isFalse();
        assertThat(log.isReady()).isFalse();
    }

    @Test
    void tellsOfAddressesAsTheOriginal() {
        cluster.put("web-0", "node-a", "10.0.0.1", "");
        cluster.put("waiting", "node-a", "", "");
        update();
        var first = log.events(0);
        assertThat(first.events()).containsExactly(new Event(false, "shop", "web-0", "10.0.0.1"));

        cluster.put("waiting", "node-a", "10.0.0.2", "");
        cluster.put("web-0", "node-b", "10.0.0.1", "");
        update();
        cluster.remove("web-0");
        update();

        assertThat(log.events(first.number()).events())
                .containsExactly(
                        new Event(false, "shop", "waiting", "10.0.0.2"), new Event(true, "shop", "web-0", "10.0.0.1"));
        assertThat(log.events(log.events(0).number()).events()).isEmpty();
        assertThat(log.events(log.sequence() + 1).events()).hasSize(1);
    }

    @Test
    void whoeverHasNoNumberOfThisOperatorIsToldOfAllPods() {
        cluster.put("web-0", "node-a", "10.0.0.1", "");
        update();
        cluster.put("web-1", "node-a", "10.0.0.2", "");
        update();
        long number = log.sequence();
        millis.addAndGet(5_000);

        var next = new PodLog(() -> Instant.ofEpochMilli(millis.get()));
        var _ = next.update(cluster.resources(), cluster.expanded());

        assertThat(next.events(number).events()).hasSize(2);
        assertThat(log.events(next.sequence()).events()).hasSize(2);
    }

    private void update() {
        var _ = log.update(cluster.resources(), cluster.expanded());
    }

    private List<PodFacts> all() {
        return log.page(PodScope.ALL, null, LARGE).pods();
    }
}
