package io.bkm.streams.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.bkm.streams.fetch.AnswerRoom;
import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.Fetcher;
import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.EndpointOutcome;
import io.bkm.streams.scrape.Scraping.EndpointScrape;
import io.bkm.streams.scrape.Scraping.Missed;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ScrapeEngineTest {

    private static final Endpoint ENDPOINT =
            Endpoint.of("http://127.0.0.1:9100/metrics", Duration.ofSeconds(15), Duration.ofSeconds(10));
    private static final Endpoint DEAD =
            Endpoint.of("http://127.0.0.2:9100/metrics", Duration.ofSeconds(15), Duration.ofSeconds(10));
    private static final Duration TOOK = Duration.ofMillis(12);
    private static final long DUE = 1_700_000_000_000L;

    /** What the pipelines were asked, in order. */
    private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    private final BlockingQueue<EndpointOutcome> done = new LinkedBlockingQueue<>();
    private final BodyBuffers buffers = new BodyBuffers(1 << 20, 1 << 20);
    private final BlockingQueue<EndpointOutcome> deadDone = new LinkedBlockingQueue<>();
    private volatile CountDownLatch clientClosed = new CountDownLatch(1);
    private final List<Long> maxBodySizes = new ArrayList<>();
    private Supplier<FetchResult> answer = () -> fetched("up 1\n");
    private String bodyText = "";
    private boolean outletOpen = true;
    private Duration patience = Duration.ofSeconds(10);
    private long now = DUE;
    private final ScrapeEngine engine = new ScrapeEngine(
            new ScrapeSettings(2, 8, 1000, Duration.ofMillis(10)),
            new StubFetcher(),
            buffers,
            StubPipeline::new,
            new StubOutlet(),
            () -> now);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void fetchesOnceAndHandsTheBodyToEveryTargetInOrder() throws InterruptedException {
        var scrape = open("a", "b", "c");

        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        var outcome = done.take();
        assertThat(calls).containsExactly("new a", "new b", "new c", "a: up 1\n", "b: up 1\n", "c: up 1\n");
        assertThat(outcome.scheduledAtMillis()).isEqualTo(DUE);
        assertThat(outcome.took()).isEqualTo(TOOK);
        assertThat(outcome.byTarget())
                .hasSize(3)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Scraped.class));
        assertThat(maxBodySizes).containsExactly(1000L);
    }

    @Test
    void aFailedFetchIsToldToEveryTarget() throws InterruptedException {
        answer = () -> new FetchResult.Failed(FetchResult.Reason.REFUSED, "127.0.0.1:9100: connection refused", TOOK);

        assertThat(open("a", "b").scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        var failed = new Failed(Reason.REFUSED, "127.0.0.1:9100: connection refused", TOOK);
        assertThat(done.take().byTarget()).containsExactly(failed, failed);
        assertThat(calls).containsExactly("new a", "new b", "a failed: REFUSED", "b failed: REFUSED");
        assertThat(engine.counters().failed(Reason.REFUSED)).isEqualTo(2);
    }

    @Test
    void aTargetOfAPoolWithTooManyFailsWithoutARequest() throws InterruptedException {
        var tooMany = new Target(
                "a", Labels.EMPTY, false, true, false, List.of(), Limits.NONE, null, null, "targetLimit: 3 targets");

        var _ = engine.open(ENDPOINT, List.of(tooMany)).scrape(DUE, done::add);

        assertThat(done.take().byTarget().getFirst())
                .isEqualTo(new Failed(Reason.TARGET_LIMIT, "targetLimit: 3 targets", Duration.ZERO));
        assertThat(calls).containsExactly("new a", "a failed: TARGET_LIMIT");
        assertThat(maxBodySizes).isEmpty();
    }

    @Test
    void everyReasonOfAFetchHasItsNameInAnOutcome() throws InterruptedException {
        var scrape = open("a");
        for (var reason : FetchResult.Reason.values()) {
            answer = () -> new FetchResult.Failed(reason, "", TOOK);

            assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

            assertThat(done.take().byTarget()).containsExactly(new Failed(Reason.valueOf(reason.name()), "", TOOK));
        }
    }

    @Test
    void aPipelineThatBreaksFailsItsTargetOnlyAndBeginsAnew() throws InterruptedException {
        var scrape = open("a", "broken", "c");

        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        var outcomes = done.take().byTarget();
        assertThat(outcomes.get(0)).isInstanceOf(Scraped.class);
        assertThat(outcomes.get(1))
                .isEqualTo(new Failed(Reason.BUG, "java.lang.IllegalStateException: broken pipeline", TOOK));
        assertThat(outcomes.get(2)).isInstanceOf(Scraped.class);
        assertThat(calls).containsExactly("new a", "new broken", "new c", "a: up 1\n", "new broken", "c: up 1\n");
    }

    @Test
    void aFetcherThatBreaksStillEndsTheScrape() throws InterruptedException {
        answer = () -> {
            throw new IllegalStateException("broken fetcher");
        };
        var scrape = open("a");

        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        assertThat(done.take().byTarget())
                .containsExactly(
                        new Failed(Reason.BUG, "java.lang.IllegalStateException: broken fetcher", Duration.ZERO));
        assertThat(buffers.lentBytes()).isZero();
        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);
        assertThat(done.take().byTarget()).hasSize(1);
    }

    @Test
    void eachTargetHasItsOwnBodyLimit() throws InterruptedException {
        var small = target("small", new Limits(3, 0, 0, 0, 0));
        var large = target("large", new Limits(500, 0, 0, 0, 0));
        var scrape = engine.open(ENDPOINT, List.of(small, large));

        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        assertThat(done.take().byTarget().getFirst())
                .isEqualTo(new Failed(Reason.BODY_SIZE_LIMIT, "body of 5 bytes (expected: <= 3, bodySizeLimit)", TOOK));
        assertThat(calls).containsExactly("new small", "new large", "small failed: BODY_SIZE_LIMIT", "large: up 1\n");
        assertThat(maxBodySizes).containsExactly(500L);
    }

    @Test
    void aClosedOutletKeepsScrapesFromStarting() {
        outletOpen = false;

        assertThat(open("a").scrape(DUE, done::add)).isEqualTo(Admission.BACKPRESSURE);

        assertThat(engine.counters().started()).isZero();
    }

    @Test
    void noMoreScrapesWorkThanThereArePermits() throws InterruptedException {
        var working = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        answer = () -> {
            working.countDown();
            await(release);
            return fetched("up 1\n");
        };
        var _ = open("a").scrape(DUE, done::add);
        var _ = open("b").scrape(DUE, done::add);
        await(working);

        patience = Duration.ofMillis(1);
        assertThat(open("c").scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        assertThat(done.take().byTarget()).containsExactly(new Failed(Reason.BUSY, "no room", TOOK));
        assertThat(calls).containsExactly("new a", "new b", "new c");
        release.countDown();
        var _ = done.take();
        var _ = done.take();
        scrape(open("d"), DUE);
        assertThat(engine.counters().failed(Reason.BUSY)).isEqualTo(1);
    }

    @Test
    void anAnswerWaitsForItsTurn() throws InterruptedException {
        var working = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        answer = () -> {
            working.countDown();
            await(release);
            return fetched("up 1\n");
        };
        for (var pool : List.of("a", "b", "c")) {
            assertThat(open(pool).scrape(DUE, done::add)).isEqualTo(Admission.STARTED);
        }
        await(working);

        release.countDown();

        for (int i = 0; i < 3; i++) {
            assertThat(done.take().byTarget().getFirst()).isInstanceOf(Scraped.class);
        }
    }

    @Test
    void withoutMemoryAnAnswerWaitsAndIsNotReadInTheEnd() throws InterruptedException {
        var all = buffers.tryTake(1 << 20);
        assertThat(all).isNotNull();
        patience = Duration.ofMillis(1);

        assertThat(open("a").scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        assertThat(done.take().byTarget()).containsExactly(new Failed(Reason.BUSY, "no room", TOOK));
        assertThat(engine.counters().inFlight()).isZero();
    }

    /** Nine tenths of the endpoints are dead and wait; two permits are enough for the others, round after round. */
    @Test
    void targetsThatDoNotAnswerHoldNoPermit() throws InterruptedException {
        var dead = openDead(6);
        for (var each : dead) {
            assertThat(each.scrape(DUE, deadDone::add)).isEqualTo(Admission.STARTED);
        }

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20; i++) {
                scrape(open("live"), DUE);
            }
        }

        assertThat(engine.counters().scraped()).isEqualTo(60);
        assertThat(engine.counters().inFlight()).isEqualTo(6);
        assertThat(deadDone).isEmpty();
    }

    @Test
    void theSilentLeaveRoomForThoseThatAnswer() throws InterruptedException {
        var dead = openDead(8);
        for (var each : dead) {
            assertThat(each.scrape(DUE, deadDone::add)).isEqualTo(Admission.STARTED);
        }
        assertThat(open("live").scrape(DUE, done::add)).isEqualTo(Admission.BUSY);
        clientClosed.countDown();
        for (int i = 0; i < 8; i++) {
            var _ = deadDone.take();
        }
        clientClosed = new CountDownLatch(1);

        var again = dead.stream().map(each -> each.scrape(DUE, deadDone::add)).toList();

        assertThat(again).filteredOn(Admission.STARTED::equals).hasSize(6);
        assertThat(again).filteredOn(Admission.BUSY::equals).hasSize(2);
        scrape(open("live"), DUE);
    }

    private List<EndpointScrape> openDead(int count) {
        var dead = new ArrayList<EndpointScrape>();
        for (int i = 0; i < count; i++) {
            dead.add(engine.open(DEAD, List.of(target("dead"))));
        }
        return dead;
    }

    @Test
    void aSecondScrapeBeforeTheFirstIsDoneIsABug() throws InterruptedException {
        var release = new CountDownLatch(1);
        answer = () -> {
            await(release);
            return fetched("up 1\n");
        };
        var scrape = open("a");
        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        assertThatIllegalStateException()
                .isThrownBy(() -> scrape.scrape(DUE, done::add))
                .withMessageContaining("before the last was done");
        release.countDown();
        var _ = done.take();
    }

    @Test
    void retargetKeepsThePipelinesOfTargetsThatStay() throws InterruptedException {
        var scrape = open("a", "b");

        scrape.retarget(List.of(target("b"), target("c")));
        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        var _ = done.take();
        assertThat(calls).containsExactly("new a", "new b", "new c", "b: up 1\n", "c: up 1\n");
    }

    @Test
    void aTargetThatIsGoneIsToldSoAnIntervalLater() throws InterruptedException {
        var scrape = open("a", "b");
        scrape(scrape, DUE);
        calls.clear();

        scrape.retarget(List.of(target("b")));
        scrape(scrape, DUE + 1);
        assertThat(calls).containsExactly("b: up 1\n");
        scrape(scrape, DUE + 2);
        scrape(scrape, DUE + 3);

        assertThat(calls).containsExactly("b: up 1\n", "a gone at 1", "b: up 1\n", "b: up 1\n");
    }

    @Test
    void aTargetThatComesBackInTimeIsNotGone() throws InterruptedException {
        var scrape = open("a", "b");
        scrape(scrape, DUE);

        scrape.retarget(List.of(target("b")));
        scrape(scrape, DUE + 1);
        calls.clear();
        scrape.retarget(List.of(target("a"), target("b")));
        scrape(scrape, DUE + 2);
        scrape(scrape, DUE + 3);

        assertThat(calls).containsExactly("a: up 1\n", "b: up 1\n", "a: up 1\n", "b: up 1\n");
    }

    @Test
    void anEndpointThatIsClosedHasNoTargetsThatAreGone() throws InterruptedException {
        var scrape = open("a");
        scrape(scrape, DUE);
        calls.clear();

        scrape.close();

        assertThat(calls).isEmpty();
    }

    @Test
    void aScrapeUnderWayKeepsTheTargetsItBeganWith() throws InterruptedException {
        var release = new CountDownLatch(1);
        answer = () -> {
            await(release);
            return fetched("up 1\n");
        };
        var scrape = open("a");
        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        scrape.retarget(List.of());
        release.countDown();

        assertThat(done.take().byTarget()).hasSize(1);
    }

    @Test
    void closeCancelsTheFetchAndWritesNothing() throws InterruptedException {
        answer = () -> {
            await(clientClosed);
            return new FetchResult.Failed(FetchResult.Reason.CANCELLED, "closed", TOOK);
        };
        var scrape = open("a");
        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);

        scrape.close();

        assertThat(done.take().byTarget())
                .containsExactly(new Failed(Reason.CANCELLED, "the endpoint was closed", TOOK));
        assertThat(calls).containsExactly("new a");
    }

    @Test
    void closeFreesAPipelineThatWaitsForTheOutlet() throws InterruptedException {
        var scrape = open("waits", "b");
        assertThat(scrape.scrape(DUE, done::add)).isEqualTo(Admission.STARTED);
        assertThat(calls.take()).isEqualTo("new waits");
        assertThat(calls.take()).isEqualTo("new b");
        assertThat(calls.take()).isEqualTo("waits");

        scrape.close();

        assertThat(done.take().byTarget())
                .allSatisfy(outcome ->
                        assertThat(outcome).isEqualTo(new Failed(Reason.CANCELLED, "the endpoint was closed", TOOK)));
    }

    @Test
    void countsWhatItDid() throws InterruptedException {
        assertThat(open("a", "b").scrape(DUE, done::add)).isEqualTo(Admission.STARTED);
        var _ = done.take();
        engine.missed(Missed.OVERRUN);

        var counters = engine.counters();
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
        var ticket = engine.schedule(ENDPOINT.id(), Duration.ofSeconds(1), due::add);
        var broken = engine.schedule(ENDPOINT.id(), Duration.ofSeconds(1), _ -> {
            throw new IllegalStateException("broken entity");
        });

        now = DUE + 1_000;
        engine.turn();
        now = DUE + 3_010;
        engine.turn();
        ticket.cancel();
        broken.cancel();
        now = DUE + 9_000;
        engine.turn();

        assertThat(due).hasSize(2);
        assertThat(engine.counters().missed(Missed.LATE)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theWheelsOwnThreadTurnsIt() throws InterruptedException {
        var fired = new CountDownLatch(2);
        try (var running = new ScrapeEngine(
                new ScrapeSettings(2, 8, 1000, Duration.ofMillis(1)),
                new StubFetcher(),
                buffers,
                StubPipeline::new,
                new StubOutlet(),
                TimeSource.SYSTEM)) {
            running.start();

            var _ = running.schedule(ENDPOINT.id(), Duration.ofMillis(5), _ -> fired.countDown());

            fired.await();
        }
    }

    private void scrape(EndpointScrape scrape, long at) throws InterruptedException {
        assertThat(scrape.scrape(at, done::add)).isEqualTo(Admission.STARTED);
        var _ = done.take();
    }

    private EndpointScrape open(String... pools) {
        return engine.open(
                ENDPOINT, List.of(pools).stream().map(ScrapeEngineTest::target).toList());
    }

    private static Target target(String pool) {
        return target(pool, Limits.NONE);
    }

    private static Target target(String pool, Limits limits) {
        return new Target(pool, Labels.EMPTY, false, true, false, List.of(), limits, null, null);
    }

    private FetchResult fetched(String body) {
        bodyText = body;
        return new FetchResult.Fetched("text/plain", 3, TOOK);
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class StubFetcher implements Fetcher {

        @Override
        public EndpointClient open(Endpoint endpoint) {
            return new EndpointClient() {
                @Override
                public FetchResult fetch(long maxBodySize, AnswerRoom room) {
                    maxBodySizes.add(maxBodySize);
                    if (endpoint.equals(DEAD)) {
                        await(clientClosed);
                        return new FetchResult.Failed(FetchResult.Reason.CONNECT_TIMEOUT, "", TOOK);
                    }
                    @Nullable BodyBuffer body;
                    try {
                        body = room.enter(patience);
                    } catch (InterruptedException e) {
                        return new FetchResult.Failed(FetchResult.Reason.CANCELLED, "closed", TOOK);
                    }
                    if (body == null) {
                        return new FetchResult.Failed(FetchResult.Reason.BUSY, "no room", TOOK);
                    }
                    var result = answer.get();
                    body.clear();
                    var bytes = bodyText.getBytes(StandardCharsets.UTF_8);
                    assertThat(body.append(bytes, 0, bytes.length)).isTrue();
                    return result;
                }

                @Override
                public void close() {
                    clientClosed.countDown();
                }
            };
        }

        @Override
        public void close() {}
    }

    private final class StubPipeline implements TargetPipeline {

        private final String name;

        StubPipeline(Target target) {
            name = target.pool();
            calls.add("new " + name);
        }

        @Override
        public ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet)
                throws InterruptedException {
            if (name.equals("broken")) {
                throw new IllegalStateException("broken pipeline");
            }
            if (name.equals("waits")) {
                calls.add(name);
                new CountDownLatch(1).await();
            }
            calls.add(name + ": " + new String(body.buffer(), 0, body.length(), StandardCharsets.UTF_8));
            return new Scraped(1, 1, 1, body.length(), took);
        }

        @Override
        public ScrapeOutcome fail(Failed failed, long scheduledAtMillis, Outlet outlet) {
            calls.add(name + " failed: " + failed.reason());
            return failed;
        }

        @Override
        public void gone(long atMillis, Outlet outlet) {
            calls.add(name + " gone at " + (atMillis - DUE));
        }
    }

    private final class StubOutlet implements Outlet {

        @Override
        public boolean open() {
            return outletOpen;
        }

        @Override
        public void put(GsePacket packet) {
            throw new AssertionError("no packet was expected: " + packet);
        }
    }
}
