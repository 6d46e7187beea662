package io.bkm.actors.endpoints;

import static io.bkm.actors.endpoints.TestCluster.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.placement.Roles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An endpoint that moves to another member is scraped at each instant of its grid by one of the two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandOverTest {

    @RegisterExtension
    final SharedCluster shared = new SharedCluster(ConfigFactory.empty());

    private final TestCluster cluster = shared.cluster();
    private final TestNode spread = shared.spread();

    @Test
    void toAMemberThatJoinsAndBackWhenItLeaves() {
        cluster.publishSpread(100);
        cluster.awaitEndpoints(100, spread);
        var ids = TestCluster.ids(100);
        cluster.scrapeAll(ids, INTERVAL);

        var second = cluster.start(Roles.STATEFULSET, "");
        cluster.passUntil(
                ids,
                () -> second.table().size() >= 20
                        && spread.table().size() + second.table().size() == 100);
        cluster.scrapeAll(ids, INTERVAL);
        cluster.members.terminate(second.system());
        cluster.passUntil(ids, () -> spread.table().size() == 100);
        cluster.scrapeAll(ids, INTERVAL);

        assertThat(cluster.scrapes)
                .extracting(Scrape::member)
                .contains(second.system().address().toString());
        cluster.assertEachInstantScrapedOnce(ids);
    }

    @Test
    void whenAMemberLeavesThatIsStillBeingGivenShards() {
        cluster.publishSpread(100);
        cluster.awaitEndpoints(100, spread);
        var ids = TestCluster.ids(100);
        cluster.scrapeAll(ids, INTERVAL);

        var second = cluster.start(Roles.STATEFULSET, "");
        cluster.passUntil(ids, () -> second.table().size() > 0);
        cluster.members.terminate(second.system());
        cluster.passUntil(ids, () -> spread.table().size() == 100);
        cluster.scrapeAll(ids, INTERVAL.multipliedBy(2));

        cluster.assertEachInstantScrapedOnce(ids);
    }
}
