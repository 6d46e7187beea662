package io.bkm.actors.endpoints;

import static io.bkm.actors.endpoints.TestCluster.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.placement.Roles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An endpoint that moves to another member is scraped at each instant of its grid by one of the two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandOverTest {

    private final TestCluster cluster = new TestCluster();
    private final TestNode spread = cluster.start(Roles.STATEFULSET, "");
    private final TestNode operator = cluster.start(Roles.OPERATOR, "");

    @BeforeAll
    void awaitMembers() {
        cluster.members.awaitUp();
    }

    @BeforeEach
    void forgetScrapes() {
        cluster.forgetScrapes();
    }

    @AfterEach
    void leaveOnlyTheTwo() {
        cluster.leaveAllBut(spread, operator);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

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
