package io.bkm.streams.scrape;

import io.bkm.streams.targets.EndpointId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A hashed wheel of repeating turns: entries hang in the slot of the tick they are due at, so that scheduling,
 * cancelling and firing cost the same with ten entries and ten thousand. It has no thread and no clock: whoever owns it
 * turns it to a time.
 *
 * <p>The grid is absolute ({@link ScrapeGrid}): an entry is due at the same moments on whichever member it hangs.
 */
final class Wheel {

    /** A clock set back by less than this is waited for; by more, entries are hung anew. */
    private static final long CLOCK_STEP_MILLIS = 1_000;

    private static final int SLOTS = 4096;

    private final long tickMillis;
    private final LongConsumer late;
    private final @Nullable Entry[] slots = new Entry[SLOTS];

    private long turnedMillis;
    private long turnedTick;

    /** @param late told how many turns were left out because the wheel turned too late */
    Wheel(Duration tick, long nowMillis, LongConsumer late) {
        this.tickMillis = tick.toMillis();
        this.late = late;
        this.turnedMillis = nowMillis;
        this.turnedTick = Math.floorDiv(nowMillis, tickMillis);
    }

    /** Due for the first time at the first point of its grid after {@code nowMillis}. */
    synchronized Scraping.Ticket schedule(EndpointId id, Duration interval, LongConsumer onDue, long nowMillis) {
        if (interval.toMillis() <= 0) {
            throw new IllegalArgumentException("interval: " + interval + " (expected: >= PT0.001S)");
        }
        var entry = new Entry(ScrapeGrid.phaseMillis(id, interval), interval.toMillis(), onDue);
        entry.dueMillis = entry.firstAfter(nowMillis);
        hang(entry);
        return () -> cancel(entry);
    }

    /** Calls whatever was due up to {@code nowMillis}. Only one thread may turn. */
    void turn(long nowMillis) {
        for (var entry : due(nowMillis)) {
            if (!entry.cancelled) {
                entry.onDue.accept(entry.firedMillis);
            }
        }
    }

    /** Before this time there is nothing to turn for; a time of which nothing is known to be due when that is far off. */
    synchronized long nextMillis() {
        for (long tick = turnedTick + 1; tick < turnedTick + SLOTS; tick++) {
            for (var entry = slots[slot(tick)]; entry != null; entry = entry.next) {
                if (tickOf(entry) == tick) {
                    return tick * tickMillis;
                }
            }
        }
        return (turnedTick + SLOTS) * tickMillis;
    }

    private synchronized List<Entry> due(long nowMillis) {
        if (nowMillis < turnedMillis - CLOCK_STEP_MILLIS) {
            hangAnew(nowMillis);
        }
        if (nowMillis <= turnedMillis) {
            return List.of();
        }
        long nowTick = Math.floorDiv(nowMillis, tickMillis);
        var due = new ArrayList<Entry>();
        for (long tick = Math.max(turnedTick + 1, nowTick - SLOTS + 1); tick <= nowTick; tick++) {
            for (var entry = slots[slot(tick)]; entry != null; entry = entry.next) {
                if (tickOf(entry) <= nowTick) {
                    due.add(entry);
                }
            }
        }
        turnedMillis = nowMillis;
        turnedTick = nowTick;
        for (var entry : due) {
            advance(entry, nowMillis);
        }
        return due;
    }

    /** Only the newest of several turns that are due at once is made. */
    private void advance(Entry entry, long nowMillis) {
        unhang(entry);
        long leftOut = (nowMillis - entry.dueMillis) / entry.intervalMillis;
        if (leftOut > 0) {
            late.accept(leftOut);
        }
        entry.firedMillis = entry.dueMillis + leftOut * entry.intervalMillis;
        entry.dueMillis = entry.firedMillis + entry.intervalMillis;
        hang(entry);
    }

    /** The clock was set back: without this nothing would be due until it has caught up. */
    private void hangAnew(long nowMillis) {
        var all = new ArrayList<Entry>();
        for (var head : slots) {
            for (var entry = head; entry != null; entry = entry.next) {
                all.add(entry);
            }
        }
        Arrays.fill(slots, null);
        turnedMillis = nowMillis;
        turnedTick = Math.floorDiv(nowMillis, tickMillis);
        for (var entry : all) {
            entry.dueMillis = entry.firstAfter(nowMillis);
            hang(entry);
        }
    }

    private synchronized void cancel(Entry entry) {
        if (!entry.cancelled) {
            entry.cancelled = true;
            unhang(entry);
        }
    }

    private void hang(Entry entry) {
        int slot = slot(tickOf(entry));
        var head = slots[slot];
        entry.previous = null;
        entry.next = head;
        if (head != null) {
            head.previous = entry;
        }
        slots[slot] = entry;
    }

    private void unhang(Entry entry) {
        var previous = entry.previous;
        var next = entry.next;
        if (previous != null) {
            previous.next = next;
        } else {
            slots[slot(tickOf(entry))] = next;
        }
        if (next != null) {
            next.previous = previous;
        }
    }

    /** The first tick that is not before the entry's time. */
    private long tickOf(Entry entry) {
        return Math.ceilDiv(entry.dueMillis, tickMillis);
    }

    private static int slot(long tick) {
        return (int) (tick & (SLOTS - 1));
    }

    private static final class Entry {
        final long phaseMillis;
        final long intervalMillis;
        final LongConsumer onDue;
        volatile boolean cancelled;
        long dueMillis;
        long firedMillis;

        @Nullable
        Entry previous;

        @Nullable
        Entry next;

        Entry(long phaseMillis, long intervalMillis, LongConsumer onDue) {
            this.phaseMillis = phaseMillis;
            this.intervalMillis = intervalMillis;
            this.onDue = onDue;
        }

        long firstAfter(long millis) {
            return Math.floorDiv(millis - phaseMillis, intervalMillis) * intervalMillis + phaseMillis + intervalMillis;
        }
    }
}
