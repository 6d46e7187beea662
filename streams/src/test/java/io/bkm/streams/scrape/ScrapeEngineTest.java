package io.bkm.streams.scrape;

import static io.bkm.streams.scrape.EngineRig.DUE;
import static io.bkm.streams.scrape.EngineRig.ENDPOINT;
import static io.bkm.streams.scrape.EngineRig.TOOK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.Missed;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a scrape, and of the targets at its endpoint. How many there may be at once: {@link ScrapePermitsTest}. */
@Timeout(20)
class ScrapeEngineTest {

    private final EngineRig rig = new EngineRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void fetchesOnceAndHandsTheBodyToEveryTargetInOrder() throws InterruptedException {
        var scrape = rig.open("a", "b", "c");

        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        var outcome = rig.done.take();
        assertThat(rig.calls).containsExactly("new a", "new b", "new c", "a: up 1\n", "b: up 1\n", "c: up 1\n");
        assertThat(outcome.scheduledAtMillis()).isEqualTo(DUE);
        assertThat(outcome.took()).isEqualTo(TOOK);
        assertThat(outcome.byTarget())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Scraped.class));
        assertThat(rig.maxBodySizes).containsExactly(1000L);
    }

    @Test
    void aFailedFetchIsToldToEveryTarget() throws InterruptedException {
        rig.answer =
                () -> new FetchResult.Failed(FetchResult.Reason.REFUSED, "127.0.0.1:9100: connection refused", TOOK);

        assertThat(rig.open("a", "b").scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        var failed = new Failed(Reason.REFUSED, "127.0.0.1:9100: connection refused", TOOK);
        assertThat(rig.done.take().byTarget()).containsExactly(failed, failed);
        assertThat(rig.calls).containsExactly("new a", "new b", "a failed: REFUSED", "b failed: REFUSED");
        assertThat(rig.engine.counters().failed(Reason.REFUSED)).isEqualTo(2);
    }

    @Test
    void aTargetOfAPoolWithTooManyFailsWithoutARequest() throws InterruptedException {
        var tooMany = new Target(
                "a", Labels.EMPTY, false, true, false, List.of(), Limits.NONE, null, null, "targetLimit: 3 targets");

        var _ = rig.engine.open(ENDPOINT, List.of(tooMany)).scrape(DUE, rig.done::add);

        assertThat(rig.done.take().byTarget().getFirst())
                .isEqualTo(new Failed(Reason.TARGET_LIMIT, "targetLimit: 3 targets", Duration.ZERO));
        assertThat(rig.calls).containsExactly("new a", "a failed: TARGET_LIMIT");
        assertThat(rig.maxBodySizes).isEmpty();
    }

    @Test
    void everyReasonOfAFetchHasItsNameInAnOutcome() throws InterruptedException {
        var scrape = rig.open("a");
        for (var reason : FetchResult.Reason.values()) {
            rig.answer = () -> new FetchResult.Failed(reason, "", TOOK);

            assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

            assertThat(rig.done.take().byTarget()).containsExactly(new Failed(Reason.valueOf(reason.name()), "", TOOK));
        }
    }

    @Test
    void aPipelineThatBreaksFailsItsTargetOnlyAndBeginsAnew() throws InterruptedException {
        var scrape = rig.open("a", "broken", "c");

        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        var outcomes = rig.done.take().byTarget();
        assertThat(outcomes.get(0)).isInstanceOf(Scraped.class);
        assertThat(outcomes.get(1))
                .isEqualTo(new Failed(Reason.BUG, "java.lang.IllegalStateException: broken pipeline", TOOK));
        assertThat(outcomes.get(2)).isInstanceOf(Scraped.class);
        assertThat(rig.calls).containsExactly("new a", "new broken", "new c", "a: up 1\n", "new broken", "c: up 1\n");
    }

    @Test
    void aFetcherThatBreaksStillEndsTheScrape() throws InterruptedException {
        rig.answer = () -> {
            throw new IllegalStateException("broken fetcher");
        };
        var scrape = rig.open("a");

        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        assertThat(rig.done.take().byTarget())
                .containsExactly(
                        new Failed(Reason.BUG, "java.lang.IllegalStateException: broken fetcher", Duration.ZERO));
        assertThat(rig.buffers.lentBytes()).isZero();
        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);
        assertThat(rig.done.take().byTarget()).hasSize(1);
    }

    @Test
    void eachTargetHasItsOwnBodyLimit() throws InterruptedException {
        var small = EngineRig.target("small", new Limits(3, 0, 0, 0, 0));
        var large = EngineRig.target("large", new Limits(500, 0, 0, 0, 0));
        var scrape = rig.engine.open(ENDPOINT, List.of(small, large));

        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        assertThat(rig.done.take().byTarget().getFirst())
                .isEqualTo(new Failed(Reason.BODY_SIZE_LIMIT, "body of 5 bytes (expected: <= 3, bodySizeLimit)", TOOK));
        assertThat(rig.calls)
                .containsExactly("new small", "new large", "small failed: BODY_SIZE_LIMIT", "large: up 1\n");
        assertThat(rig.maxBodySizes).containsExactly(500L);
    }

    @Test
    void aSecondScrapeBeforeTheFirstIsDoneIsABug() throws InterruptedException {
        var release = new CountDownLatch(1);
        rig.answer = () -> {
            EngineRig.await(release);
            return rig.fetched("up 1\n");
        };
        var scrape = rig.open("a");
        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        assertThatIllegalStateException()
                .isThrownBy(() -> scrape.scrape(DUE, rig.done::add))
                .withMessageContaining("before the last was done");
        release.countDown();
        var _ = rig.done.take();
    }

    @Test
    void retargetKeepsThePipelinesOfTargetsThatStay() throws InterruptedException {
        var scrape = rig.open("a", "b");

        scrape.retarget(List.of(EngineRig.target("b"), EngineRig.target("c")));
        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        var _ = rig.done.take();
        assertThat(rig.calls).containsExactly("new a", "new b", "new c", "b: up 1\n", "c: up 1\n");
    }

    @Test
    void aTargetThatIsGoneIsToldSoAnIntervalLater() throws InterruptedException {
        var scrape = rig.open("a", "b");
        rig.scrape(scrape, DUE);
        rig.calls.clear();

        scrape.retarget(List.of(EngineRig.target("b")));
        rig.scrape(scrape, DUE + 1);
        assertThat(rig.calls).containsExactly("b: up 1\n");
        rig.scrape(scrape, DUE + 2);
        rig.scrape(scrape, DUE + 3);

        assertThat(rig.calls).containsExactly("b: up 1\n", "a gone at 1", "b: up 1\n", "b: up 1\n");
    }

    @Test
    void aTargetThatComesBackInTimeIsNotGone() throws InterruptedException {
        var scrape = rig.open("a", "b");
        rig.scrape(scrape, DUE);

        scrape.retarget(List.of(EngineRig.target("b")));
        rig.scrape(scrape, DUE + 1);
        rig.calls.clear();
        scrape.retarget(List.of(EngineRig.target("a"), EngineRig.target("b")));
        rig.scrape(scrape, DUE + 2);
        rig.scrape(scrape, DUE + 3);

        assertThat(rig.calls).containsExactly("a: up 1\n", "b: up 1\n", "a: up 1\n", "b: up 1\n");
    }

    @Test
    void anEndpointThatIsClosedHasNoTargetsThatAreGone() throws InterruptedException {
        var scrape = rig.open("a");
        rig.scrape(scrape, DUE);
        rig.calls.clear();

        scrape.close();

        assertThat(rig.calls).isEmpty();
    }

    @Test
    void aScrapeUnderWayKeepsTheTargetsItBeganWith() throws InterruptedException {
        var release = new CountDownLatch(1);
        rig.answer = () -> {
            EngineRig.await(release);
            return rig.fetched("up 1\n");
        };
        var scrape = rig.open("a");
        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        scrape.retarget(List.of());
        release.countDown();

        assertThat(rig.done.take().byTarget()).hasSize(1);
    }

    @Test
    void closeCancelsTheFetchAndWritesNothing() throws InterruptedException {
        rig.answer = () -> {
            EngineRig.await(rig.clientClosed);
            return new FetchResult.Failed(FetchResult.Reason.CANCELLED, "closed", TOOK);
        };
        var scrape = rig.open("a");
        assertThat(scrape.scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);

        scrape.close();

        assertThat(rig.done.take().byTarget())
                .containsExactly(new Failed(Reason.CANCELLED, "the endpoint was closed", TOOK));
        assertThat(rig.calls).containsExactly("new a");
    }

    @Test
    void countsWhatItDid() throws InterruptedException {
        assertThat(rig.open("a", "b").scrape(DUE, rig.done::add)).isEqualTo(Admission.STARTED);
        var _ = rig.done.take();
        rig.engine.missed(Missed.OVERRUN);

        var counters = rig.engine.counters();
        assertThat(counters.started()).isEqualTo(1);
        assertThat(counters.scraped()).isEqualTo(2);
        assertThat(counters.bodyBytes()).isEqualTo(5);
        assertThat(counters.wireBytes()).isEqualTo(3);
        assertThat(counters.missed(Missed.OVERRUN)).isEqualTo(1);
        assertThat(counters.inFlight()).isZero();
        assertThat(counters.durations().sumSeconds()).isEqualTo(0.012);
        assertThat(counters.durations().cumulativeCounts())
                .startsWith(0L, 0L, 1L)
                .endsWith(1L);
    }

    @Test
    void theWheelTurnsWithTheTime() {
        var due = new ArrayList<Long>();
        var ticket = rig.engine.schedule(ENDPOINT.id(), Duration.ofSeconds(1), due::add);
        var broken = rig.engine.schedule(ENDPOINT.id(), Duration.ofSeconds(1), _ -> {
            throw new IllegalStateException("broken entity");
        });

        rig.now = DUE + 1_000;
        rig.engine.turn();
        rig.now = DUE + 3_010;
        rig.engine.turn();
        ticket.cancel();
        broken.cancel();
        rig.now = DUE + 9_000;
        rig.engine.turn();

        assertThat(due).hasSize(2);
        assertThat(rig.engine.counters().missed(Missed.LATE)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theWheelsOwnThreadTurnsIt() throws InterruptedException {
        var fired = new CountDownLatch(2);
        try (var running = rig.engine(Duration.ofMillis(1), TimeSource.SYSTEM)) {
            running.start();

            var _ = running.schedule(ENDPOINT.id(), Duration.ofMillis(5), _ -> fired.countDown());

            fired.await();
        }
    }
}
