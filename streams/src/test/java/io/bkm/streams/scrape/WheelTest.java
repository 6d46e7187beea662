package io.bkm.streams.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WheelTest {

    private static final EndpointId ID = new EndpointId("d41d8cd98f00b204e9800998ecf8427e");
    private static final Duration TICK = Duration.ofMillis(10);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    /** On the grid of {@link #ID}: its phase is counted from here. */
    private static final long MIDNIGHT = 1_700_006_400_000L;

    private static final long PHASE = ScrapeGrid.phaseMillis(ID, INTERVAL);

    private final AtomicLong late = new AtomicLong();
    private final Wheel wheel = new Wheel(TICK, MIDNIGHT, late::addAndGet);
    private final List<Long> due = new ArrayList<>();

    @Test
    void isDueOncePerIntervalAtItsPhase() {
        schedule(MIDNIGHT);

        for (long now = MIDNIGHT; now <= MIDNIGHT + 60_000; now += 7) {
            wheel.turn(now);
        }

        assertThat(due)
                .containsExactly(
                        MIDNIGHT + PHASE,
                        MIDNIGHT + PHASE + 15_000,
                        MIDNIGHT + PHASE + 30_000,
                        MIDNIGHT + PHASE + 45_000);
        assertThat(late).hasValue(0);
    }

    @Test
    void isNeverDueBeforeItsTime() {
        schedule(MIDNIGHT);

        wheel.turn(MIDNIGHT + PHASE - 1);

        assertThat(due).isEmpty();
    }

    @Test
    void anotherMemberThatTakesOverKeepsThePhase() {
        schedule(MIDNIGHT);
        wheel.turn(MIDNIGHT + PHASE + 20);
        var takenOverAt = MIDNIGHT + PHASE + 5_000;

        var other = new Wheel(TICK, takenOverAt, late::addAndGet);
        var _ = other.schedule(ID, INTERVAL, due::add, takenOverAt);
        other.turn(MIDNIGHT + PHASE + 15_000 + 20);

        assertThat(due).containsExactly(MIDNIGHT + PHASE, MIDNIGHT + PHASE + 15_000);
    }

    @Test
    void thePhaseIsTheSameForEver() {
        assertThat(ScrapeGrid.phaseMillis(ID, INTERVAL)).isEqualTo(9756);
    }

    @Test
    void phasesSpreadOverTheInterval() {
        var tenths = new int[10];
        for (int i = 0; i < 10_000; i++) {
            long phase = ScrapeGrid.phaseMillis(new EndpointId("endpoint-" + i), INTERVAL);
            tenths[(int) (phase / 1_500)]++;
        }

        assertThat(Arrays.stream(tenths).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void aCancelledTicketIsNeverDueAgain() {
        var ticket = schedule(MIDNIGHT);
        wheel.turn(MIDNIGHT + 15_000);

        ticket.cancel();
        ticket.cancel();
        wheel.turn(MIDNIGHT + 30_000);

        assertThat(due).hasSize(1);
    }

    @Test
    void cancellingFromWithinATurnLeavesTheOthersAlone() {
        var tickets = new ArrayList<Scraping.Ticket>();
        var calls = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            tickets.add(wheel.schedule(
                    ID,
                    INTERVAL,
                    _ -> {
                        calls.incrementAndGet();
                        tickets.forEach(Scraping.Ticket::cancel);
                    },
                    MIDNIGHT));
        }

        wheel.turn(MIDNIGHT + 15_000);
        wheel.turn(MIDNIGHT + 30_000);

        assertThat(calls).hasValue(1);
    }

    @Test
    void turnsThatCameTooLateAreCountedAndNotMadeUpFor() {
        schedule(MIDNIGHT);

        wheel.turn(MIDNIGHT + PHASE + 50_000);

        assertThat(due).containsExactly(MIDNIGHT + PHASE + 45_000);
        assertThat(late).hasValue(3);
    }

    @Test
    void latenessWithinTheIntervalKeepsTheScheduledTime() {
        schedule(MIDNIGHT);

        wheel.turn(MIDNIGHT + PHASE + 14_999);
        wheel.turn(MIDNIGHT + PHASE + 15_010);

        assertThat(due).containsExactly(MIDNIGHT + PHASE, MIDNIGHT + PHASE + 15_000);
        assertThat(late).hasValue(0);
    }

    @Test
    void anIntervalMayBeLongerThanARevolution() {
        var hour = Duration.ofHours(1);
        long phase = ScrapeGrid.phaseMillis(ID, hour);
        var _ = wheel.schedule(ID, hour, due::add, MIDNIGHT);

        for (long now = MIDNIGHT; now <= MIDNIGHT + 7_300_000; now += 5_000) {
            wheel.turn(now);
        }

        assertThat(due).containsExactly(MIDNIGHT + phase, MIDNIGHT + phase + 3_600_000);
    }

    @Test
    void anIntervalMayBeShorterThanATick() {
        var _ = wheel.schedule(ID, Duration.ofMillis(4), due::add, MIDNIGHT);

        wheel.turn(MIDNIGHT + 10);
        wheel.turn(MIDNIGHT + 20);

        assertThat(due).hasSize(2);
        assertThat(late.get()).isEqualTo(3);
    }

    @Test
    void aClockSetBackDoesNotStopScraping() {
        schedule(MIDNIGHT);
        wheel.turn(MIDNIGHT + 15_000);
        var before = MIDNIGHT - Duration.ofDays(1).toMillis();

        wheel.turn(before);
        wheel.turn(before + 15_000);

        assertThat(due).containsExactly(MIDNIGHT + PHASE, before + PHASE);
    }

    @Test
    void aClockSetForwardByADayCountsWhatWasLeftOut() {
        schedule(MIDNIGHT);

        wheel.turn(MIDNIGHT + Duration.ofDays(1).toMillis() + PHASE);

        assertThat(due).containsExactly(MIDNIGHT + Duration.ofDays(1).toMillis() + PHASE);
        assertThat(late).hasValue(5760);
    }

    @Test
    void saysHowLongThereIsNothingToTurnFor() {
        schedule(MIDNIGHT);

        assertThat(wheel.nextMillis()).isBetween(MIDNIGHT + PHASE, MIDNIGHT + PHASE + 9);
    }

    @Test
    void tenThousandEndpointsAreEachDueOncePerInterval() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            var id = new EndpointId("endpoint-" + i);
            var _ = wheel.schedule(
                    id, INTERVAL, at -> assertThat(seen.add(id + "@" + at)).isTrue(), MIDNIGHT);
        }

        for (long now = MIDNIGHT; now < MIDNIGHT + 45_000; now += 10) {
            wheel.turn(now);
        }

        assertThat(seen).hasSizeBetween(29_990, 30_000);
    }

    @Test
    void anIntervalOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wheel.schedule(ID, Duration.ZERO, due::add, MIDNIGHT))
                .withMessage("interval: PT0S (expected: >= PT0.001S)");
    }

    private Scraping.Ticket schedule(long now) {
        return wheel.schedule(ID, INTERVAL, due::add, now);
    }
}
