package io.bkm.streams.fetch;

import static io.bkm.streams.fetch.FetchHarness.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.Exposition;
import io.bkm.streams.scrape.ScrapeEngine;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.ScrapeSettings;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.EndpointOutcome;
import io.bkm.streams.scrape.TargetPipeline;
import io.bkm.streams.scrape.TimeSource;
import io.bkm.streams.targets.Limits;
import io.bkm.streams.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The engine with the real client: what neither's own tests see. */
@Timeout(30)
class ScrapeOverHttpTest {

    private final FetchHarness harness = FetchHarness.withDefaults();
    private static final ScriptedServer.Script UP =
            ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n");

    private final BlockingQueue<EndpointOutcome> done = new LinkedBlockingQueue<>();
    private final BlockingQueue<EndpointOutcome> ended = new LinkedBlockingQueue<>();
    private final ScrapeEngine engine = new ScrapeEngine(
            new ScrapeSettings(1, 4096, 1 << 20, Duration.ofMillis(10)),
            harness.fetcher,
            harness.buffers,
            _ -> new LengthPipeline(),
            new OpenOutlet(),
            TimeSource.SYSTEM);

    @AfterEach
    void close() {
        engine.close();
        harness.close();
    }

    @Test
    void threeTargetsAreOneRequestAndTwoScrapesOneConnection() throws IOException, InterruptedException {
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nup 1\n");
            peer.request();
            peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        })) {
            var scrape = engine.open(endpoint(server.url("/metrics")), List.of(target("a"), target("b"), target("c")));

            assertThat(scrape.scrape(1_000, done::add)).isEqualTo(Admission.STARTED);
            assertThat(done.take().byTarget())
                    .hasSize(3)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Scraped.class,
                                    scraped -> assertThat(scraped.bodyBytes()).isEqualTo(5)));
            assertThat(scrape.scrape(16_000, done::add)).isEqualTo(Admission.STARTED);
            assertThat(done.take().byTarget())
                    .hasSize(3)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Failed.class,
                                    failed -> assertThat(failed.reason()).isEqualTo(Reason.HTTP_STATUS)));

            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(engine.counters().bodyBytes()).isEqualTo(5);
        }
    }

    /** One scrape at a time may work; none of those that wait for ever does. */
    @Test
    void targetsThatAreDeadKeepNobodyFromBeingScraped() throws IOException, InterruptedException {
        int dead = 45;
        var asked = new CountDownLatch(dead);
        ScriptedServer.Script silence = peer -> {
            peer.request();
            asked.countDown();
            peer.awaitClose();
        };
        var scripts = new ScriptedServer.Script[dead];
        Arrays.fill(scripts, silence);
        try (var silent = ScriptedServer.start(scripts);
                var live = ScriptedServer.start(UP, UP, UP, UP, UP)) {
            for (int i = 0; i < dead; i++) {
                var scrape = engine.open(endpoint(silent.url("/" + i)), List.of(target("dead")));
                assertThat(scrape.scrape(1_000, ended::add)).isEqualTo(Admission.STARTED);
            }
            asked.await();
            for (int i = 0; i < 5; i++) {
                var scrape = engine.open(endpoint(live.url("/" + i)), List.of(target("live")));
                assertThat(scrape.scrape(1_000, done::add)).isEqualTo(Admission.STARTED);
            }

            for (int i = 0; i < 5; i++) {
                assertThat(done.take().byTarget()).singleElement().isInstanceOf(Scraped.class);
            }

            assertThat(ended).isEmpty();
            assertThat(engine.counters().inFlight()).isEqualTo(dead);
            assertThat(harness.buffers.lentBytes()).isZero();
            engine.close();
        }
    }

    @Test
    void closeEndsAScrapeThatWaitsForItsServer() throws IOException, InterruptedException {
        var asked = new CountDownLatch(1);
        try (var server = ScriptedServer.start(peer -> {
            peer.request();
            asked.countDown();
            peer.awaitClose();
        })) {
            var scrape = engine.open(endpoint(server.url("/metrics")), List.of(target("a")));
            assertThat(scrape.scrape(1_000, done::add)).isEqualTo(Admission.STARTED);
            asked.await();

            scrape.close();

            assertThat(done.take().byTarget())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.reason()).isEqualTo(Reason.CANCELLED));
            assertThat(engine.counters().inFlight()).isZero();
        }
    }

    private static Target target(String pool) {
        return new Target(pool, Labels.EMPTY, false, true, false, List.of(), Limits.NONE, null, null);
    }

    private static final class LengthPipeline implements TargetPipeline {

        @Override
        public ScrapeOutcome accept(Exposition body, long scheduledAtMillis, Duration took, Outlet outlet) {
            return new Scraped(1, 1, 0, body.length(), took);
        }

        @Override
        public ScrapeOutcome fail(Failed failed, long scheduledAtMillis, Outlet outlet) {
            return failed;
        }

        @Override
        public void gone(long atMillis, Outlet outlet) {}
    }

    private static final class OpenOutlet implements Outlet {

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public void put(GsePacket packet) {
            throw new AssertionError("no packet was expected: " + packet);
        }
    }
}
