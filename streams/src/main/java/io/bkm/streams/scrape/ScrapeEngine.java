package io.bkm.streams.scrape;

import io.bkm.streams.fetch.BodyBuffers;
import io.bkm.streams.fetch.Fetcher;
import io.bkm.streams.gse.Outlet;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scraping of a member: one wheel that says when, a capacity that says how many at once, and a virtual thread for each
 * scrape under way.
 */
public final class ScrapeEngine implements Scraping, AutoCloseable {

    /** A new entry wakes the wheel's thread; this is only for a machine's clock that is set meanwhile. */
    private static final long LONGEST_SLEEP_MILLIS = 1_000;

    private static final Logger log = LoggerFactory.getLogger(ScrapeEngine.class);

    private final TimeSource time;
    private final Fetcher fetcher;
    private final EngineEndpoint.Shared shared;
    private final ScrapeCounters counters = new ScrapeCounters();
    private final Wheel wheel;
    private final Set<EngineEndpoint> open = ConcurrentHashMap.newKeySet();
    private final Thread wheelThread =
            Thread.ofPlatform().name("bkm-wheel").daemon().unstarted(this::turnForEver);
    private volatile boolean closed;

    /**
     * @param pipelines makes what becomes of the answers for one target; called once for each target of an open endpoint
     * @param outlet while it is closed no scrape is started
     */
    public ScrapeEngine(
            ScrapeSettings settings,
            Fetcher fetcher,
            BodyBuffers buffers,
            Function<Target, TargetPipeline> pipelines,
            Outlet outlet,
            TimeSource time) {
        this.time = time;
        this.fetcher = fetcher;
        this.shared = new EngineEndpoint.Shared(settings, new Capacity(settings, buffers), pipelines, outlet, counters);
        this.wheel = new Wheel(settings.wheelTick(), time.millis(), count -> counters.countMissed(Missed.LATE, count));
    }

    /** Starts the wheel's thread. A test that turns the time by hand calls {@link #turn} instead. */
    public void start() {
        wheelThread.start();
    }

    /** Says what is due by now. */
    public void turn() {
        wheel.turn(time.millis());
    }

    @Override
    public Ticket schedule(EndpointId id, Duration interval, LongConsumer onDue) {
        var ticket = wheel.schedule(id, interval, guarded(id, onDue), time.millis());
        LockSupport.unpark(wheelThread);
        return ticket;
    }

    @Override
    public EndpointScrape open(Endpoint endpoint, List<Target> targets) {
        var opened = new EngineEndpoint(endpoint.id(), fetcher.open(endpoint), shared, targets, open::remove);
        open.add(opened);
        return opened;
    }

    @Override
    public void missed(Missed reason) {
        counters.countMissed(reason, 1);
    }

    public ScrapeCounters counters() {
        return counters;
    }

    /** Stops the wheel and every endpoint. The fetcher stays open: whoever made it closes it. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(wheelThread);
        open.forEach(EngineEndpoint::close);
    }

    private void turnForEver() {
        while (!closed) {
            turn();
            long wait = Math.min(LONGEST_SLEEP_MILLIS, wheel.nextMillis() - time.millis());
            if (wait > 0) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(wait));
            }
        }
    }

    /** One endpoint's bug must not stop the wheel for all. */
    private static LongConsumer guarded(EndpointId id, LongConsumer onDue) {
        return scheduledAt -> {
            try {
                onDue.accept(scheduledAt);
            } catch (RuntimeException bug) {
                log.atError().setCause(bug).addKeyValue("endpointId", id).log("due scrape could not be announced");
            }
        };
    }
}
