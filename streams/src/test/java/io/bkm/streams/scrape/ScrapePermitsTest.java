package io.bkm.streams.scrape;

import static io.bkm.streams.scrape.EngineRig.DUE;
import static io.bkm.streams.scrape.EngineRig.TOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.Scraping.Admission;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many scrapes there may be at once, and what keeps one from starting or from being read. */
@Timeout(20)
class ScrapePermitsTest {

    private final EngineRig rig = new EngineRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aClosedOutletKeepsScrapesFromStarting() {
        rig.outletOpen = false;

        assertThat(rig.open("a").scrape(DUE, rig.done::add)).isEqualTo(Admission.BACKPRESSURE);

        assertThat(rig.engine.counters().started()).isZero();
    }

    @Test
    void noMoreScrapesWorkThanThereArePermits() throws InterruptedException {
        var working = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        answer(working, release);
        var _ = rig.open("a").scrape(DUE, rig.done::add);
        var _ = rig.open("b").scrape(DUE, rig.done::add);
        EngineRig.await(working);

        rig.patience = Duration.ofMillis(1);
        assertThat(rig.open("c").scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        assertThat(rig.done.take().byTarget()).containsExactly(new Failed(Reason.BUSY, "no room", TOOK));
        assertThat(rig.calls).containsExactly("new a", "new b", "new c");
        release.countDown();
        var _ = rig.done.take();
        var _ = rig.done.take();
        rig.scrape(rig.open("d"), DUE);
        assertThat(rig.engine.counters().failed(Reason.BUSY)).isEqualTo(1);
    }

    @Test
    void anAnswerWaitsForItsTurn() throws InterruptedException {
        var working = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        answer(working, release);
        for (var pool : List.of("a", "b", "c")) {
            assertThat(rig.open(pool).scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);
        }
        EngineRig.await(working);

        release.countDown();

        for (int i = 0; i < 3; i++) {
            assertThat(rig.done.take().byTarget().getFirst()).isInstanceOf(Scraped.class);
        }
    }

    @Test
    void withoutMemoryAnAnswerWaitsAndIsNotReadInTheEnd() throws InterruptedException {
        var all = rig.buffers.tryTake(1 << 20);
        assertThat(all).isNotNull();
        rig.patience = Duration.ofMillis(1);

        assertThat(rig.open("a").scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        assertThat(rig.done.take().byTarget()).containsExactly(new Failed(Reason.BUSY, "no room", TOOK));
        assertThat(rig.engine.counters().inFlight()).isZero();
    }

    /** Nine tenths of the endpoints are dead and wait; two permits are enough for the others, round after round. */
    @Test
    void targetsThatDoNotAnswerHoldNoPermit() throws InterruptedException {
        var dead = rig.openDead(6);
        for (var each : dead) {
            assertThat(each.scrape(DUE, rig.deadDone::add)).isEqualTo(Admission.STARTED);
        }

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                rig.scrape(rig.open("live"), DUE);
            }
        }

        assertThat(rig.engine.counters().scraped()).isEqualTo(60);
        assertThat(rig.engine.counters().inFlight()).isEqualTo(6);
        assertThat(rig.deadDone).isEmpty();
    }

    @Test
    void theSilentLeaveRoomForThoseThatAnswer() throws InterruptedException {
        var dead = rig.openDead(8);
        for (var each : dead) {
            assertThat(each.scrape(DUE, rig.deadDone::add)).isEqualTo(Admission.STARTED);
        }
        assertThat(rig.open("live").scrape(DUE, rig.done::add)).isEqualTo(Admission.BUSY);
        rig.clientClosed.countDown();
        for (int i = 0; i < 8; i++) {
            var _ = rig.deadDone.take();
        }
        rig.clientClosed = new CountDownLatch(1);

        var again =
                dead.stream().map(each -> each.scrape(DUE, rig.deadDone::add)).toList();

        assertThat(again).filteredOn(Admission.STARTED::equals).hasSize(6);
        assertThat(again).filteredOn(Admission.BUSY::equals).hasSize(2);
        rig.scrape(rig.open("live"), DUE);
    }

    @Test
    void closeFreesAPipelineThatWaitsForTheOutlet() throws InterruptedException {
        var scrape = rig.open("waits", "b");
        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);
        assertThat(rig.calls.take()).isEqualTo("new waits");
        assertThat(rig.calls.take()).isEqualTo("new b");
        assertThat(rig.calls.take()).isEqualTo("waits");

        scrape.close();

        assertThat(rig.done.take().byTarget())
                .allSatisfy(outcome ->
                        assertThat(outcome).isEqualTo(new Failed(Reason.CANCELLED, "the endpoint was closed", TOOK)));
    }

    /** Each scrape tells that it works, and has its answer once it is let go. */
    private void answer(CountDownLatch working, CountDownLatch release) {
        rig.answer = () -> {
            working.countDown();
            EngineRig.await(release);
            return rig.fetched("up 1\n");
        };
    }
}
