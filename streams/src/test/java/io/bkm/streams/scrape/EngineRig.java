package io.bkm.streams.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.AnswerRoom;
import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.Fetcher;
import io.bkm.streams.gse.GsePacket;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Scraped;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.EndpointOutcome;
import io.bkm.streams.scrape.Scraping.EndpointScrape;
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

/** An engine with two permits, whose fetcher, pipelines and outlet do and note what the test says. */
final class EngineRig implements AutoCloseable {

    static final Endpoint ENDPOINT =
            Endpoint.of("http://127.0.0.1:9100/metrics", Duration.ofSeconds(15), Duration.ofSeconds(10));
    static final Endpoint DEAD =
            Endpoint.of("http://127.0.0.2:9100/metrics", Duration.ofSeconds(15), Duration.ofSeconds(10));
    static final Duration TOOK = Duration.ofMillis(12);
    static final long DUE = 1_700_000_000_000L;

    /** What the pipelines were asked, in order. */
    final BlockingQueue<String> calls = new LinkedBlockingQueue<>();

    final BlockingQueue<EndpointOutcome> done = new LinkedBlockingQueue<>();
    final BodyBuffers buffers = new BodyBuffers(1 << 20, 1 << 20);
    final BlockingQueue<EndpointOutcome> deadDone = new LinkedBlockingQueue<>();
    volatile CountDownLatch clientClosed = new CountDownLatch(1);
    final List<Long> maxBodySizes = new ArrayList<>();
    Supplier<FetchResult> answer = () -> fetched("up 1\n");
    String bodyText = "";
    boolean outletOpen = true;
    Duration patience = Duration.ofSeconds(10);
    long now = DUE;
    final ScrapeEngine engine = engine(Duration.ofMillis(10), () -> now);

    ScrapeEngine engine(Duration tick, TimeSource time) {
        return new ScrapeEngine(
                new ScrapeSettings(2, 8, 1000, tick),
                new StubFetcher(),
                buffers,
                StubPipeline::new,
                new StubOutlet(),
                time);
    }

    @Override
    public void close() {
        engine.close();
    }

    List<EndpointScrape> openDead(int count) {
        var dead = new ArrayList<EndpointScrape>();
        for (int i = 0; i < count; i++) {
            dead.add(engine.open(DEAD, List.of(target("dead"))));
        }
        return dead;
    }

    void scrape(EndpointScrape scrape, long at) throws InterruptedException {
        assertThat(scrape.scrape(at, done::add)).isEqualTo(Admission.STARTED);
        var _ = done.take();
    }

    EndpointScrape open(String... pools) {
        return engine.open(
                ENDPOINT, List.of(pools).stream().map(EngineRig::target).toList());
    }

    static Target target(String pool) {
        return target(pool, Limits.NONE);
    }

    static Target target(String pool, Limits limits) {
        return new Target(pool, Labels.EMPTY, false, true, false, List.of(), limits, null, null);
    }

    FetchResult fetched(String body) {
        bodyText = body;
        return new FetchResult.Fetched("text/plain", 3, TOOK);
    }

    static void await(CountDownLatch latch) {
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
