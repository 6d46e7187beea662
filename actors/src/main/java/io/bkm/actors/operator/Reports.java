package io.bkm.actors.operator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Cuts reports into pieces that fit into a frame, and keeps the last few until their last piece is asked for: those that
 * hang on a snapshot alone as long as it is the newest one, others for a moment.
 */
final class Reports {

    /** An answer in bytes is below the frame of 512 KiB. */
    private static final int PIECE_CHARACTERS = 100_000;

    private static final int KEPT = 4;

    /** Two who ask for counts at the same time get the same; longer than it takes to fetch all pieces. */
    private static final long MOMENT_MILLIS = Duration.ofSeconds(5).toMillis();

    /** A snapshot and its number. */
    record Version(long number, Expansion expansion) {}

    /**
     * @param version of the snapshot
     * @param id pieces of the same text have the same
     */
    private record Kept(String text, long version, long id, long at) {}

    private final Reporter reporter;
    private final InstantSource clock;
    private final Map<ReportQuery, Kept> kept = new LinkedHashMap<>();
    private long lastId;

    Reports(Reporter reporter, InstantSource clock) {
        this.reporter = reporter;
        this.clock = clock;
    }

    /** May take long the first time. */
    ReportPage page(Version version, ReportQuery query, int from) {
        var report = report(version, query);
        var text = report.text();
        int begin = Math.clamp(from, 0, text.length());
        int end = Math.min(text.length(), begin + PIECE_CHARACTERS);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return new ReportPage(report.id(), text.substring(begin, end), end < text.length() ? end : -1);
    }

    private synchronized Kept report(Version version, ReportQuery query) {
        long now = clock.millis();
        var known = kept.get(query);
        if (known != null && isGood(known, version, query, now)) {
            return known;
        }
        var text = reporter.report(
                version.expansion().resources(), version.expansion().expanded(), query);
        var made = new Kept(text, version.number(), ++lastId, now);
        kept.remove(query);
        if (text.length() > PIECE_CHARACTERS) {
            kept.values().removeIf(old -> old.version() != version.number());
            if (kept.size() >= KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(query, made);
        }
        return made;
    }

    private static boolean isGood(Kept known, Version version, ReportQuery query, long now) {
        return query.kind().hangsOnCounts() ? now - known.at() < MOMENT_MILLIS : known.version() == version.number();
    }
}
