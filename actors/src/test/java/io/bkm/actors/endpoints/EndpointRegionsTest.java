package io.bkm.actors.endpoints;

import static io.bkm.actors.cluster.TestMembers.awaitEquals;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.cluster.TestMembers;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorSettings;
import io.bkm.actors.operator.PlacementSettings;
import io.bkm.actors.operator.TestSource;
import io.bkm.actors.placement.Placement;
import io.bkm.actors.placement.Roles;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointRegionsTest {

    private final TestMembers members = new TestMembers();
    private final TestClock clock = new TestClock();
    private final List<FakeScraping.Scrape> scrapes = new CopyOnWriteArrayList<>();
    private final TestSource source = new TestSource();

    @AfterEach
    void stop() {
        members.close();
    }

    @Test
    void givesEachEndpointToTheMemberThatShouldHaveIt() {
        var spread = start(members.start(Set.of(Roles.OPERATOR, Roles.STATEFULSET), ""));
        var node = start(members.start(Set.of(Roles.DAEMONSET), "node-a"));

        source.publish(List.of(
                Samples.discovered(1, new Placement.OnNode("node-a")),
                Samples.discovered(2, new Placement.OnNode("node-a")),
                Samples.discovered(3, new Placement.Spread(""))));

        awaitEquals(2, node.table()::size);
        awaitEquals(1, spread.table()::size);
        var id = Samples.endpoint(1).id();
        assertThat(spread.regions().status(new ShardKey.Node("node-a"), id, Duration.ofSeconds(5)))
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(status -> assertThat(status.targets()).hasSize(1));
    }

    private record Started(EndpointTable table, EndpointRegions regions) {}

    private Started start(ActorSystem<?> system) {
        var config = system.settings().config();
        var operator = Operator.start(
                system, OperatorSettings.from(config), PlacementSettings.from(config), source, source::expand);
        var table = new EndpointTable(new FakeScraping(system.address().toString(), clock, scrapes), clock);
        var regions = EndpointRegions.start(system, table, operator, EndpointSettings.from(config), clock);
        return new Started(table, regions);
    }
}
