package io.bkm.actors.endpoints;

import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.scrape.ScrapeGrid;
import io.bkm.streams.scrape.ScrapeOutcome;
import io.bkm.streams.scrape.Scraping;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.EndpointOutcome;
import io.bkm.streams.scrape.Scraping.EndpointScrape;
import io.bkm.streams.scrape.Scraping.Missed;
import io.bkm.streams.scrape.Scraping.Ticket;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The scraping of one endpoint on this member. Its entity drives it; without one, because the actor system is gone, it
 * drives itself.
 *
 * <p>It never scrapes an instant twice, nor one that another owner took care of: it knows the last instant that is taken
 * care of, by whomever, and does only later ones.
 *
 * <p>Its methods lock, because the wheel, the entity and the end of the actor system may meet; they are never contended
 * for longer than a scrape takes to be started.
 */
final class EndpointRun {

    /** A new endpoint waits this long for its grid rather than be scraped twice in a row. */
    private static final long SOON_MILLIS = 1000;

    private final Scraping scraping;
    private final InstantSource clock;
    private final ShardKey shard;
    private final EndpointScrape scrape;
    private final Ticket ticket;

    private AssignedEndpoint endpoint;
    private @Nullable ActorRef<ShardCommand> owner;

    /** The last instant that is taken care of, here or by whoever had the endpoint before. Unix milliseconds. */
    private long handled;

    /** That is a guess: nobody said what happened before we got it, and no instant has come since. */
    private boolean guessed;

    private boolean closed;

    /** What the entity was told and has not got to; 0 when nothing. */
    private long told;

    /** The targets of the scrape under way; null when there is none. */
    private @Nullable List<Target> inFlight;

    /** Of the last scrape that ended; by target, in the order of the endpoint's. */
    private List<@Nullable ScrapeOutcome> outcomes = List.of();

    private long lastScrape;
    private Duration took = Duration.ZERO;
    private long scrapes;
    private long missed;

    EndpointRun(
            Scraping scraping,
            InstantSource clock,
            ShardKey shard,
            AssignedEndpoint endpoint,
            @Nullable ActorRef<ShardCommand> owner) {
        this.scraping = scraping;
        this.clock = clock;
        this.shard = shard;
        this.endpoint = endpoint;
        this.owner = owner;
        long now = clock.millis();
        // A mark older than an interval says only that somebody scraped since.
        boolean moved = endpoint.notBefore() > now - intervalMillis();
        this.handled = moved ? endpoint.notBefore() - 1 : now;
        this.guessed = !moved;
        this.scrape = scraping.open(endpoint.endpoint(), endpoint.targets());
        this.ticket = scraping.schedule(endpoint.id(), endpoint.endpoint().interval(), this::onDue);
    }

    /** An entity takes it over, or gets another state of it. The outcomes of targets that stay are kept. */
    synchronized void assign(AssignedEndpoint next, @Nullable ActorRef<ShardCommand> nextOwner) {
        owner = nextOwner;
        if (next.notBefore() > clock.millis() && next.notBefore() != endpoint.notBefore()) {
            handled = Math.max(handled, next.notBefore() - 1);
        }
        if (!next.targets().equals(endpoint.targets())) {
            var known = new HashMap<Target, ScrapeOutcome>();
            for (int i = 0; i < outcomes.size(); i++) {
                var outcome = outcomes.get(i);
                if (outcome != null) {
                    known.put(endpoint.targets().get(i), outcome);
                }
            }
            outcomes = byTarget(next.targets(), known);
            scrape.retarget(next.targets());
        }
        endpoint = next;
    }

    /** The entity is gone: it goes on by itself. Not when another entity has it by now. */
    synchronized void orphan(ActorRef<ShardCommand> formerOwner) {
        if (formerOwner.equals(owner)) {
            orphan();
        }
    }

    synchronized void orphan() {
        if (owner != null) {
            owner = null;
            due(told);
        }
    }

    /** Called on the wheel's thread. */
    private void onDue(long scheduledAt) {
        ActorRef<ShardCommand> entity;
        synchronized (this) {
            entity = owner;
            told = scheduledAt;
        }
        if (entity != null) {
            entity.tell(new EndpointActor.Due(scheduledAt));
        } else {
            due(scheduledAt);
        }
    }

    synchronized void due(long scheduledAt) {
        if (scheduledAt == told) {
            told = 0;
        }
        if (closed || scheduledAt <= handled || (endpoint.until() != 0 && scheduledAt >= endpoint.until())) {
            return; // another's, or done
        }
        boolean onGrid = ScrapeGrid.latest(endpoint.id(), endpoint.endpoint().interval(), scheduledAt) == scheduledAt;
        if (onGrid) {
            handled = scheduledAt;
            guessed = false;
        }
        if (inFlight != null) {
            miss(Missed.OVERRUN, onGrid);
            return;
        }
        switch (scrape.scrape(scheduledAt, this::finished)) {
            case Admission.STARTED -> inFlight = endpoint.targets();
            case Admission.BUSY -> miss(Missed.BUSY, onGrid);
            case Admission.BACKPRESSURE -> miss(Missed.BACKPRESSURE, onGrid);
        }
    }

    /** A scrape beside the grid, as the first of a new endpoint, is a gift; not to have it is no loss. */
    private void miss(Missed reason, boolean onGrid) {
        if (onGrid) {
            missed++;
            scraping.missed(reason);
        }
    }

    /** Called on the scrape's thread, not through the entity: that it is over must be known even if the entity is not. */
    private synchronized void finished(EndpointOutcome outcome) {
        var scraped = inFlight;
        inFlight = null;
        if (closed) {
            scrape.close();
            return;
        }
        scrapes++;
        lastScrape = outcome.scheduledAtMillis();
        took = outcome.took();
        if (scraped == null || scraped.equals(endpoint.targets())) {
            outcomes = new ArrayList<>(outcome.byTarget());
        } else {
            var known = new HashMap<Target, ScrapeOutcome>();
            for (int i = 0; i < Math.min(scraped.size(), outcome.byTarget().size()); i++) {
                known.put(scraped.get(i), outcome.byTarget().get(i));
            }
            outcomes = byTarget(endpoint.targets(), known);
        }
    }

    /** The owner before us says what the last instant was that it took care of. What came after it is ours. */
    synchronized void resumeAfter(long last) {
        learn(last);
        catchUp();
    }

    /** As {@link #resumeAfter}, and scrapes nothing: for the one who has the endpoint after us. */
    synchronized void learn(long last) {
        if (last > handled || guessed) {
            handled = last;
            guessed = false;
        }
    }

    /**
     * Begins when all is known that will be: scrapes a new endpoint at once, and an instant that fell between two owners
     * late. Not later than half an interval: its samples would carry a time that they are not from.
     */
    synchronized void begin() {
        long now = clock.millis();
        if (guessed && endpoint.until() == 0) {
            if (ScrapeGrid.next(endpoint.id(), endpoint.endpoint().interval(), now) - now > SOON_MILLIS) {
                onDue(now);
            }
        } else {
            catchUp();
        }
    }

    private void catchUp() {
        long now = clock.millis();
        long latest = ScrapeGrid.latest(endpoint.id(), endpoint.endpoint().interval(), now);
        if (latest > handled && now - latest <= intervalMillis() / 2) {
            onDue(latest);
        }
    }

    /**
     * No instant is begun any more; a scrape under way ends as usual.
     *
     * @return the last instant that was taken care of
     */
    synchronized long close() {
        if (!closed) {
            closed = true;
            ticket.cancel();
            if (inFlight == null) {
                scrape.close();
            }
        }
        return handled;
    }

    ShardKey shard() {
        return shard;
    }

    synchronized AssignedEndpoint endpoint() {
        return endpoint;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized boolean isOrphan() {
        return owner == null;
    }

    synchronized List<TargetStatus> status() {
        var statuses = new ArrayList<TargetStatus>(endpoint.targets().size());
        for (int i = 0; i < endpoint.targets().size(); i++) {
            statuses.add(status(endpoint.targets().get(i), i < outcomes.size() ? outcomes.get(i) : null));
        }
        return statuses;
    }

    /** The body is read once, whoever of its targets succeeds with it. */
    synchronized ScrapeLoad load() {
        double seconds = intervalMillis() / 1e3;
        int measured = 0;
        long samples = 0;
        long bytes = 0;
        for (var outcome : outcomes) {
            if (outcome instanceof ScrapeOutcome.Scraped scraped) {
                measured++;
                samples += scraped.scraped();
                bytes = Math.max(bytes, scraped.bodyBytes());
            }
        }
        return new ScrapeLoad(endpoint.targets().size(), measured, samples / seconds, bytes / seconds);
    }

    @Override
    public synchronized String toString() {
        return "EndpointRun[id=" + endpoint.id() + ", shard=" + shard + ", handled=" + handled + ", guessed=" + guessed
                + ", inFlight=" + (inFlight != null) + ", closed=" + closed + ", owner=" + owner + "]";
    }

    private TargetStatus status(Target target, @Nullable ScrapeOutcome outcome) {
        return new TargetStatus(
                shard,
                endpoint.id(),
                endpoint.endpoint().url(),
                endpoint.endpoint().interval(),
                endpoint.endpoint().timeout(),
                target.pool(),
                target.labels(),
                target.gse() == null ? null : target.gse().dataId(),
                Health.of(outcome),
                outcome == null ? 0 : lastScrape,
                outcome == null ? Duration.ZERO : took,
                outcome instanceof ScrapeOutcome.Scraped scraped ? scraped.scraped() : 0,
                outcome instanceof ScrapeOutcome.Scraped scraped ? scraped.kept() : 0,
                outcome instanceof ScrapeOutcome.Failed failed ? failed.detail() : "",
                scrapes,
                missed);
    }

    private static List<@Nullable ScrapeOutcome> byTarget(List<Target> targets, Map<Target, ScrapeOutcome> known) {
        var outcomes = new ArrayList<@Nullable ScrapeOutcome>();
        targets.forEach(target -> outcomes.add(known.get(target)));
        return outcomes;
    }

    private long intervalMillis() {
        return endpoint.endpoint().interval().toMillis();
    }
}
