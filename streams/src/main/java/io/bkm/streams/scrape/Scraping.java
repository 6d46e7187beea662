package io.bkm.streams.scrape;

import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.EndpointId;
import io.bkm.streams.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What an endpoint entity asks of its member: to be told when a scrape is due, and to scrape. */
public interface Scraping {

    /**
     * Calls {@code onDue} with the scheduled time (Unix milliseconds) once an interval, at the instants of
     * {@link ScrapeGrid}: the same on every member. {@code onDue} must not block.
     */
    Ticket schedule(EndpointId id, Duration interval, LongConsumer onDue);

    /** What is kept between the scrapes of one endpoint: its connection and the pipelines of its targets. */
    EndpointScrape open(Endpoint endpoint, List<Target> targets);

    /** Counts a scrape that was due and not made. */
    void missed(Missed reason);

    /** A place on the wheel. */
    interface Ticket {
        void cancel();
    }

    /** One at an endpoint; one thread at a time calls it. */
    interface EndpointScrape extends AutoCloseable {

        /**
         * Starts a scrape, unless it must not be started now. {@code done} is called once for a started one, on another
         * thread.
         */
        Admission scrape(long scheduledAtMillis, Consumer<EndpointOutcome> done);

        /**
         * The targets from the next scrape on. What is kept for a target that stays, stays; the series of one that does
         * not are ended ({@link TargetPipeline#gone}) at the second scrape after.
         */
        void retarget(List<Target> targets);

        /** Ends no series: most often another member goes on with them. */
        @Override
        void close();
    }

    /** Whether a scrape was started. */
    enum Admission {
        STARTED,
        /** As many scrapes as may wait for their targets do. */
        BUSY,
        /** The outlet is closed: a sink cannot write and what may wait for it is full. */
        BACKPRESSURE
    }

    /** Why a due scrape was not made. The label is a tag of our own metrics: never rename one. */
    enum Missed {
        /** The one before was still under way. */
        OVERRUN("overrun"),
        BUSY("busy"),
        BACKPRESSURE("backpressure"),
        /** The wheel turned too late by more than an interval. */
        LATE("late");

        private final String label;

        Missed(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /**
     * @param byTarget one for each target, in the order they were given
     */
    record EndpointOutcome(long scheduledAtMillis, Duration took, List<ScrapeOutcome> byTarget) {

        public EndpointOutcome {
            byTarget = List.copyOf(byTarget);
        }
    }
}
