package io.bkm.actors.endpoints;

import io.bkm.streams.scrape.ScrapeGrid;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.Scraping;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A wheel that turns when the test says so, and scrapes that end at once or when the test says so. */
final class FakeScraping implements Scraping {

    /** A scrape that was started. */
    record Scrape(String member, EndpointId endpoint, long scheduledAt) {}

    private record Scheduled(EndpointId id, Duration interval, long since, LongConsumer onDue) {}

    private final String member;
    private final InstantSource clock;
    private final List<Scrape> log;
    private final Set<Scheduled> wheel = new LinkedHashSet<>();
    private final Map<Missed, Integer> missed = new EnumMap<>(Missed.class);
    private final List<Runnable> underWay = new ArrayList<>();
    final List<List<Target>> retargeted = new CopyOnWriteArrayList<>();
    private long turnedTo;
    private int open;
    private volatile Admission admission = Admission.STARTED;
    private volatile boolean endAtOnce = true;

    /** @param log of all members' scrapes, in the order they were started */
    FakeScraping(String member, InstantSource clock, List<Scrape> log) {
        this.member = member;
        this.clock = clock;
        this.log = log;
        this.turnedTo = clock.millis();
    }

    void admit(Admission next) {
        admission = next;
    }

    void holdScrapes() {
        endAtOnce = false;
    }

    /** Ends what is under way. */
    void endScrapes() {
        List<Runnable> ending;
        synchronized (this) {
            ending = List.copyOf(underWay);
            underWay.clear();
        }
        ending.forEach(Runnable::run);
    }

    /** Tells everybody of the instants since the last turn. */
    void turn() {
        if (endAtOnce) {
            endScrapes();
        }
        List<Scheduled> scheduled;
        long from;
        synchronized (this) {
            scheduled = List.copyOf(wheel);
            from = turnedTo;
            turnedTo = clock.millis();
        }
        for (var entry : scheduled) {
            for (long at = ScrapeGrid.next(entry.id(), entry.interval(), Math.max(from, entry.since()));
                    at <= clock.millis();
                    at += entry.interval().toMillis()) {
                entry.onDue().accept(at);
            }
        }
    }

    @Override
    public synchronized Ticket schedule(EndpointId id, Duration interval, LongConsumer onDue) {
        var entry = new Scheduled(id, interval, clock.millis(), onDue);
        wheel.add(entry);
        return () -> {
            synchronized (this) {
                wheel.remove(entry);
            }
        };
    }

    @Override
    public synchronized EndpointScrape open(Endpoint endpoint, List<Target> targets) {
        open++;
        return new FakeScrape(endpoint, targets);
    }

    @Override
    public synchronized void missed(Missed reason) {
        missed.merge(reason, 1, Integer::sum);
    }

    synchronized int missedFor(Missed reason) {
        return missed.getOrDefault(reason, 0);
    }

    synchronized int openScrapes() {
        return open;
    }

    synchronized int scheduled() {
        return wheel.size();
    }

    private final class FakeScrape implements EndpointScrape {

        private final Endpoint endpoint;
        private List<Target> targets;

        private FakeScrape(Endpoint endpoint, List<Target> targets) {
            this.endpoint = endpoint;
            this.targets = targets;
        }

        @Override
        public Admission scrape(long scheduledAtMillis, Consumer<EndpointOutcome> done) {
            if (admission != Admission.STARTED) {
                return admission;
            }
            log.add(new Scrape(member, endpoint.id(), scheduledAtMillis));
            ScrapeOutcome up = new ScrapeOutcome.Scraped(7, 5, 0, 100, Duration.ofMillis(3));
            var outcome = new EndpointOutcome(
                    scheduledAtMillis,
                    Duration.ofMillis(3),
                    targets.stream().map(_ -> up).toList());
            Runnable end = () -> done.accept(outcome);
            synchronized (FakeScraping.this) {
                underWay.add(end);
            }
            if (endAtOnce) {
                var _ = Thread.ofVirtual().start(FakeScraping.this::endScrapes);
            }
            return Admission.STARTED;
        }

        @Override
        public void retarget(List<Target> next) {
            targets = next;
            retargeted.add(next);
        }

        @Override
        public void close() {
            synchronized (FakeScraping.this) {
                open--;
            }
        }
    }
}
