package io.bkm.actors.endpoints;

import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.TestSource;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** A member with all that runs on it. */
record TestNode(
        ActorSystem<?> system,
        FakeScraping scraping,
        EndpointTable table,
        EndpointRegions regions,
        ActorRef<Operator.Command> operator,
        ClusterStatus status) {

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
        var status = ClusterStatus.start(system, table, Duration.ofSeconds(5));
        return new TestNode(system, scraping, table, regions, operator, status);
    }
}
