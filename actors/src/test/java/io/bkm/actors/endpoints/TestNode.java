package io.bkm.actors.endpoints;

import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.TestSource;
import io.bkm.streams.scrape.ExtraFetch;
import io.bkm.streams.targets.Endpoint;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.util.ByteString;

/** A member with all that runs on it. */
record TestNode(
        ActorSystem<?> system,
        FakeScraping scraping,
        EndpointTable table,
        EndpointRegions regions,
        ActorRef<Operator.Command> operator,
        ClusterStatus status) {

    static final int LINES = 20_000;

    /** How many bodies were told to their end. */
    static final LongAdder CLOSED = new LongAdder();

    static TestNode start(ActorSystem<?> system, TestClock clock, List<FakeScraping.Scrape> log, TestSource source) {
        var scraping = new FakeScraping(system.address().toString(), clock, log);
        return start(system, scraping, new EndpointTable(scraping, clock), clock, source);
    }

    /** On a table that may have lived with another actor system. */
    static TestNode start(
            ActorSystem<?> system, FakeScraping scraping, EndpointTable table, TestClock clock, TestSource source) {
        var config = system.settings().config();
        var operator = source.startOperator(system, clock);
        var regions = EndpointRegions.start(system, table, operator, EndpointSettings.from(config), clock);
        var status = ClusterStatus.start(system, table, TestNode::body, Duration.ofSeconds(5));
        return new TestNode(system, scraping, table, regions, operator, status);
    }

    /** More than a frame: {@link #LINES} lines that say of whom they are. */
    private static ExtraFetch.Seen body(Endpoint endpoint) {
        var piece = ByteString.fromString(("up{url=\"" + endpoint.url() + "\"} 1\n").repeat(LINES / 20));
        return new ExtraFetch.Lines(Collections.nCopies(20, piece), CLOSED::increment);
    }
}
