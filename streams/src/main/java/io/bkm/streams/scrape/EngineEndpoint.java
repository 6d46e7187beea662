package io.bkm.streams.scrape;

import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.Fetcher.EndpointClient;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.scrape.ScrapeOutcome.Failed;
import io.bkm.streams.scrape.ScrapeOutcome.Reason;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.EndpointOutcome;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One endpoint of the engine: fetches once and hands the body to each target's pipeline in turn. */
final class EngineEndpoint implements Scraping.EndpointScrape {

    private static final Logger log = LoggerFactory.getLogger(EngineEndpoint.class);

    /** Stands for the request that is not made where no target may have its answer. */
    private static final FetchResult NOBODY_WANTS_IT =
            new FetchResult.Failed(FetchResult.Reason.CANCELLED, "no target may be scraped", Duration.ZERO);

    /** What all endpoints of an engine share. */
    record Shared(
            ScrapeSettings settings,
            BodyBuffers buffers,
            Function<Target, TargetPipeline> pipelines,
            Outlet outlet,
            Semaphore permits,
            ScrapeCounters counters) {}

    private final EndpointId id;
    private final EndpointClient client;
    private final Shared shared;
    private final Consumer<EngineEndpoint> onClose;
    /** Replaced as a whole: a scrape that is under way keeps the list it began with. */
    private volatile List<PipedTarget> targets = List.of();

    private final Departed departed = new Departed();

    private volatile @Nullable Thread running;
    private volatile boolean closed;
    /** The size of the last body: the next is most likely as large. */
    private volatile int expectedBytes;

    private volatile boolean bugLogged;

    EngineEndpoint(
            EndpointId id,
            EndpointClient client,
            Shared shared,
            List<Target> targets,
            Consumer<EngineEndpoint> onClose) {
        this.id = id;
        this.client = client;
        this.shared = shared;
        this.onClose = onClose;
        retarget(targets);
    }

    @Override
    public void retarget(List<Target> next) {
        var kept = new HashMap<Target, PipedTarget>();
        targets.forEach(piped -> kept.put(piped.target(), piped));
        targets = next.stream()
                .map(target -> {
                    var piped = kept.remove(target);
                    var back = piped != null ? piped : departed.takeBack(target);
                    return back != null ? back : new PipedTarget(target, shared.pipelines());
                })
                .toList();
        kept.values().forEach(departed::add);
    }

    @Override
    public Admission scrape(long scheduledAtMillis, Consumer<EndpointOutcome> done) {
        if (closed || running != null) {
            throw new IllegalStateException(
                    "scrape of " + id + (closed ? " after close" : " before the last was done"));
        }
        if (!shared.outlet().open()) {
            return Admission.BACKPRESSURE;
        }
        if (!shared.permits().tryAcquire()) {
            return Admission.BUSY;
        }
        var body = shared.buffers().tryTake(expectedBytes);
        if (body == null) {
            shared.permits().release();
            return Admission.BUSY;
        }
        shared.counters().countStarted();
        var now = targets;
        var thread = Thread.ofVirtual().unstarted(() -> run(scheduledAtMillis, now, body, done));
        running = thread;
        thread.start();
        return Admission.STARTED;
    }

    @Override
    public void close() {
        closed = true;
        client.close();
        var thread = running;
        if (thread != null) {
            thread.interrupt();
        }
        onClose.accept(this);
    }

    /** Whatever happens, {@code done} is called: an endpoint that waits for it in vain is never scraped again. */
    private void run(long scheduledAt, List<PipedTarget> now, BodyBuffer body, Consumer<EndpointOutcome> done) {
        EndpointOutcome outcome;
        try (body) {
            outcome = scrapeAll(scheduledAt, now, body);
        } catch (Throwable bug) {
            if (!bugLogged) {
                bugLogged = true;
                log.atError().setCause(bug).addKeyValue("endpointId", id).log("scrape broke");
            }
            var failed = new Failed(Reason.BUG, bug.toString(), Duration.ZERO);
            outcome = new EndpointOutcome(
                    scheduledAt,
                    Duration.ZERO,
                    now.stream().<ScrapeOutcome>map(_ -> failed).toList());
        }
        outcome.byTarget().forEach(shared.counters()::countOutcome);
        shared.counters().countEnded(outcome.took());
        running = null;
        shared.permits().release();
        done.accept(outcome);
    }

    private EndpointOutcome scrapeAll(long scheduledAt, List<PipedTarget> now, BodyBuffer body) {
        try {
            departed.instant(scheduledAt, shared.outlet());
        } catch (InterruptedException e) {
            // Only close() interrupts: the fetch finds its client closed.
        }
        boolean wanted =
                now.isEmpty() || now.stream().anyMatch(piped -> piped.target().forcedError() == null);
        var result = wanted ? client.fetch(maxBodySize(now), body) : NOBODY_WANTS_IT;
        if (result instanceof FetchResult.Fetched fetched) {
            expectedBytes = body.length();
            shared.counters().countFetched(fetched.wireBytes(), body.length());
        }
        var outcomes = new ArrayList<ScrapeOutcome>(now.size());
        for (var piped : now) {
            outcomes.add(outcome(piped, result, body, scheduledAt));
        }
        return new EndpointOutcome(scheduledAt, result.took(), outcomes);
    }

    private ScrapeOutcome outcome(PipedTarget piped, FetchResult result, BodyBuffer body, long scheduledAt) {
        var took = result.took();
        // Once closed, someone else may scrape the endpoint: even "up 0" would be a lie.
        if (closed) {
            return cancelled(took);
        }
        try {
            var forcedError = piped.target().forcedError();
            if (forcedError != null) {
                return piped.fail(new Failed(Reason.TARGET_LIMIT, forcedError, took), scheduledAt, shared.outlet());
            }
            return switch (result) {
                case FetchResult.Fetched fetched ->
                    piped.accept(
                            new Exposition(body.array(), body.length(), fetched.contentType()),
                            scheduledAt,
                            took,
                            shared.outlet());
                case FetchResult.Failed failed ->
                    piped.fail(
                            new Failed(reason(failed.reason()), failed.detail(), took), scheduledAt, shared.outlet());
            };
        } catch (InterruptedException e) {
            // Only close() interrupts, and the thread ends with this scrape.
            return cancelled(took);
        }
    }

    private static ScrapeOutcome cancelled(Duration took) {
        return new Failed(Reason.CANCELLED, "the endpoint was closed", took);
    }

    /** What the target with the largest limit may take; none may take more than the engine's own maximum. */
    private long maxBodySize(List<PipedTarget> now) {
        long most = shared.settings().maxBodySize();
        long largest = 0;
        for (var piped : now) {
            long limit = piped.target().limits().bodySize();
            largest = Math.max(largest, limit == 0 ? most : limit);
        }
        return now.isEmpty() ? most : largest;
    }

    private static Reason reason(FetchResult.Reason reason) {
        return switch (reason) {
            case TIMEOUT -> Reason.TIMEOUT;
            case CONNECT_TIMEOUT -> Reason.CONNECT_TIMEOUT;
            case REFUSED -> Reason.REFUSED;
            case CONNECTION -> Reason.CONNECTION;
            case DNS -> Reason.DNS;
            case TLS -> Reason.TLS;
            case CREDENTIALS -> Reason.CREDENTIALS;
            case HTTP_STATUS -> Reason.HTTP_STATUS;
            case BODY -> Reason.BODY;
            case BODY_SIZE_LIMIT -> Reason.BODY_SIZE_LIMIT;
            case CANCELLED -> Reason.CANCELLED;
        };
    }
}
