package io.bkm.actors.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.endpoints.FakeScraping.Scrape;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.scrape.ScrapeGrid;
import io.bkm.streams.scrape.Scraping.Admission;
import io.bkm.streams.scrape.Scraping.Missed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without an entity a run drives itself: all it decides shows here. */
class EndpointRunTest {

    private static final ShardKey SHARD = new ShardKey.Node("node-a");
    private static final AssignedEndpoint ENDPOINT = Samples.assigned(1);
    private static final Duration INTERVAL = Samples.INTERVAL;

    private final TestClock clock = new TestClock();
    private final List<Scrape> scrapes = new ArrayList<>();
    private final FakeScraping scraping = new FakeScraping("me", clock, scrapes);
    private final EndpointTable table = new EndpointTable(scraping, clock);

    /** An instant of the grid; the clock stands a second behind it. */
    private long instant;

    @BeforeEach
    void standASecondBehindAnInstant() {
        instant = ScrapeGrid.latest(ENDPOINT.id(), INTERVAL, clock.millis());
        clock.setTo(instant + 1_000);
        scraping.turn();
        scraping.holdScrapes();
    }

    @Test
    void scrapesAtEveryInstantFromThenOn() {
        attach(ENDPOINT);

        pass(INTERVAL);
        pass(INTERVAL);

        assertThat(scheduled()).containsExactly(instant + 10_000, instant + 20_000);
    }

    @Test
    void countsAnInstantAsMissedWhileAScrapeIsUnderWay() {
        attach(ENDPOINT);
        pass(INTERVAL);

        turnWithoutEnd(INTERVAL);
        turnWithoutEnd(INTERVAL);

        assertThat(scheduled()).containsExactly(instant + 10_000, instant + 20_000);
        assertThat(scraping.missedFor(Missed.OVERRUN)).isEqualTo(1);
    }

    @Test
    void countsAnInstantAsMissedWhenTheMemberIsBusy() {
        attach(ENDPOINT);

        scraping.admit(Admission.BUSY);
        pass(INTERVAL);
        scraping.admit(Admission.BACKPRESSURE);
        pass(INTERVAL);
        scraping.admit(Admission.STARTED);
        pass(INTERVAL);

        assertThat(scraping.missedFor(Missed.BUSY)).isEqualTo(1);
        assertThat(scraping.missedFor(Missed.BACKPRESSURE)).isEqualTo(1);
        assertThat(scheduled()).containsExactly(instant + 30_000);
    }

    @Test
    void scrapesANewEndpointAtOnce() {
        var run = attach(ENDPOINT);
        clock.pass(Duration.ofMillis(300));

        run.begin();

        assertThat(scheduled()).containsExactly(clock.millis());
        end();
        pass(INTERVAL);
        assertThat(scheduled()).last().isEqualTo(instant + 10_000);
    }

    @Test
    void doesNotCountTheGiftOfAFirstScrapeAsMissed() {
        var run = attach(ENDPOINT);
        scraping.admit(Admission.BUSY);
        clock.pass(Duration.ofMillis(300));

        run.begin();

        assertThat(scraping.missedFor(Missed.BUSY)).isZero();
    }

    @Test
    void waitsForItsGridWhenThatIsNear() {
        clock.setTo(instant + 9_500);
        var run = attach(ENDPOINT);
        clock.pass(Duration.ofMillis(100));

        run.begin();

        assertThat(scrapes).isEmpty();
    }

    @Test
    void scrapesLateWhatFellBetweenTwoOwners() {
        var run = attach(ENDPOINT);

        run.resumeAfter(instant - 10_000);
        run.begin();

        assertThat(scheduled()).containsExactly(instant);
    }

    @Test
    void scrapesNothingThatTheOwnerBeforeHas() {
        var run = attach(ENDPOINT);

        run.resumeAfter(instant);
        run.begin();

        assertThat(scrapes).isEmpty();
    }

    @Test
    void skipsAnInstantThatTheOwnerBeforeTookAlreadyByItsOwnClock() {
        var run = attach(ENDPOINT);

        run.resumeAfter(instant + 10_000);
        pass(INTERVAL);
        pass(INTERVAL);

        assertThat(scheduled()).containsExactly(instant + 20_000);
    }

    @Test
    void leavesOutAnInstantThatIsOverHalfAnIntervalAgo() {
        clock.setTo(instant + 5_001);
        var run = attach(ENDPOINT);

        run.resumeAfter(instant - 10_000);

        assertThat(scrapes).isEmpty();
    }

    @Test
    void leavesTheInstantsBeforeItsTimeToTheShardThatHadIt() {
        var run = attach(ENDPOINT.withNotBefore(instant + 15_000));
        run.begin();

        pass(INTERVAL);
        assertThat(scrapes).isEmpty();
        pass(INTERVAL);
        assertThat(scheduled()).containsExactly(instant + 20_000);
    }

    @Test
    void leavesTheInstantsAfterItsTimeToTheShardThatGetsIt() {
        var run = attach(ENDPOINT.withUntil(instant + 15_000));
        run.begin();

        pass(INTERVAL);
        pass(INTERVAL);

        assertThat(scheduled()).containsExactly(instant + 10_000);
    }

    @Test
    void catchesUpWithAnInstantThatBecameItsOwnBeforeItKnew() {
        clock.setTo(instant + 2_000);
        var run = attach(ENDPOINT.withNotBefore(instant - 1));

        run.begin();

        assertThat(scheduled()).containsExactly(instant);
    }

    @Test
    void takesNoNoticeOfAMarkOfAnOldMove() {
        var run = attach(ENDPOINT.withNotBefore(instant - 60_000));

        pass(INTERVAL);

        assertThat(scheduled()).containsExactly(instant + 10_000);
        assertThat(run.endpoint().notBefore()).isEqualTo(instant - 60_000);
    }

    @Test
    void scrapesNoInstantTwiceWhateverItIsTold() {
        var run = attach(ENDPOINT);
        pass(INTERVAL);

        run.due(instant + 10_000);
        run.resumeAfter(instant);
        run.begin();
        run.assign(ENDPOINT.withNotBefore(instant), null);
        run.begin();

        assertThat(scheduled()).containsExactly(instant + 10_000);
    }

    @Test
    void beginsNothingAfterItsEndAndLetsAScrapeUnderWayEnd() {
        var run = attach(ENDPOINT);
        turnWithoutEnd(INTERVAL);

        assertThat(run.close()).isEqualTo(instant + 10_000);
        run.due(instant + 20_000);

        assertThat(scraping.openScrapes()).isEqualTo(1);
        end();
        assertThat(scraping.openScrapes()).isZero();
        assertThat(scraping.scheduled()).isZero();
        assertThat(scrapes).hasSize(1);
    }

    @Test
    void knowsHowTheLastScrapeWent() {
        var run = attach(ENDPOINT);
        assertThat(run.status().getFirst().health()).isEqualTo(Health.UNKNOWN);

        pass(INTERVAL);

        var status = run.status().getFirst();
        assertThat(status.health()).isEqualTo(Health.UP);
        assertThat(status.lastScrapeMillis()).isEqualTo(instant + 10_000);
        assertThat(status.samples()).isEqualTo(5);
        assertThat(status.scrapes()).isEqualTo(1);
    }

    @Test
    void keepsWhatItKnowsOfATargetThatStays() {
        var run = attach(ENDPOINT);
        pass(INTERVAL);

        var both = List.of(Samples.target("admin", 1), Samples.target("cart", 1));
        run.assign(AssignedEndpoint.of(ENDPOINT.endpoint(), both), null);

        assertThat(run.status()).extracting(TargetStatus::health).containsExactly(Health.UNKNOWN, Health.UP);
        assertThat(scraping.retargeted).containsExactly(both);
    }

    @Test
    void knowsTheTargetsOfAScrapeThatBeganBeforeTheyChanged() {
        var run = attach(ENDPOINT);
        turnWithoutEnd(INTERVAL);

        var both = List.of(Samples.target("admin", 1), Samples.target("cart", 1));
        run.assign(AssignedEndpoint.of(ENDPOINT.endpoint(), both), null);
        end();

        assertThat(run.status()).extracting(TargetStatus::health).containsExactly(Health.UNKNOWN, Health.UP);
    }

    private EndpointRun attach(AssignedEndpoint endpoint) {
        return table.attach(SHARD, endpoint, null);
    }

    private void pass(Duration time) {
        turnWithoutEnd(time);
        end();
    }

    private void turnWithoutEnd(Duration time) {
        clock.pass(time);
        scraping.turn();
    }

    private void end() {
        scraping.endScrapes();
    }

    private List<Long> scheduled() {
        return scrapes.stream().map(Scrape::scheduledAt).toList();
    }
}
