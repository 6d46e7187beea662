package io.bkm.streams.scrape;

import io.bkm.streams.fetch.BodyBuffer;
import io.bkm.streams.fetch.FetchResult;
import io.bkm.streams.fetch.Fetcher.EndpointClient;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.scrape.Capacity.Place;
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
            Capacity capacity,
            Function<Target, TargetPipeline> pipelines,
            Outlet outlet,
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
    /** The last scrape ended without an answer. */
    private volatile boolean silent;

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
        var place = shared.capacity().tryEnter(silent, expectedBytes);
        if (place == null) {
            return Admission.BUSY;
        }
        shared.counters().countStarted();
        var now = targets;
        var thread = Thread.ofVirtual().unstarted(() -> run(scheduledAtMillis, now, place, done));
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
    private void run(long scheduledAt, List<PipedTarget> now, Place place, Consumer<EndpointOutcome> done) {
        EndpointOutcome outcome;
        try (place) {
            outcome = scrapeAll(scheduledAt, now, place);
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
        done.accept(outcome);
    }

    private EndpointOutcome scrapeAll(long scheduledAt, List<PipedTarget> now, Place place) {
        var result = fetch(now, place);
        var outcomes = new ArrayList<ScrapeOutcome>(now.size());
        try {
            boolean busy = result instanceof FetchResult.Failed failed && failed.reason() == FetchResult.Reason.BUSY;
            if (!busy && !closed) {
                place.work();
                departed.instant(scheduledAt, shared.outlet());
            }
            for (var piped : now) {
                outcomes.add(outcome(piped, result, place.body(), scheduledAt));
            }
        } catch (InterruptedException e) {
            // Only close() interrupts, and the thread ends with this scrape.
            while (outcomes.size() < now.size()) {
                outcomes.add(cancelled(result.took()));
            }
        }
        return new EndpointOutcome(scheduledAt, result.took(), outcomes);
    }

    private FetchResult fetch(List<PipedTarget> now, Place place) {
        boolean wanted =
                now.isEmpty() || now.stream().anyMatch(piped -> piped.target().forcedError() == null);
        if (!wanted) {
            return NOBODY_WANTS_IT;
        }
        var result = client.fetch(maxBodySize(now), place);
        silent = !place.answered();
        var body = place.body();
        if (result instanceof FetchResult.Fetched fetched && body != null) {
            expectedBytes = body.length();
            shared.counters().countFetched(fetched.wireBytes(), body.length());
        }
        return result;
    }

    private ScrapeOutcome outcome(PipedTarget piped, FetchResult result, @Nullable BodyBuffer body, long scheduledAt)
            throws InterruptedException {
        var took = result.took();
        // Once closed, someone else may scrape the endpoint: even "up 0" would be a lie.
        if (closed) {
            return cancelled(took);
        }
        var forcedError = piped.target().forcedError();
        if (forcedError != null) {
            return piped.fail(new Failed(Reason.TARGET_LIMIT, forcedError, took), scheduledAt, shared.outlet());
        }
        return switch (result) {
            case FetchResult.Fetched fetched ->
                piped.accept(exposition(fetched, body), scheduledAt, took, shared.outlet());
            case FetchResult.Failed failed -> {
                var why = new Failed(reason(failed.reason()), failed.detail(), took);
                // It did answer: "up 0" would be a lie here, too.
                yield why.reason() == Reason.BUSY ? why : piped.fail(why, scheduledAt, shared.outlet());
            }
        };
    }

    private static Exposition exposition(FetchResult.Fetched fetched, @Nullable BodyBuffer body) {
        if (body == null) {
            throw new IllegalStateException("a body that was fetched into no room");
        }
        return new Exposition(body.array(), body.length(), fetched.contentType());
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
            case BUSY -> Reason.BUSY;
            case CANCELLED -> Reason.CANCELLED;
        };
    }
}
