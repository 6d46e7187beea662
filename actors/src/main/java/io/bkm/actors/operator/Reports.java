package io.bkm.actors.operator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Cuts reports into pieces that fit into a frame, and keeps the last few of a snapshot until their last piece is asked for. */
final class Reports {

    /** An answer in bytes is below the frame of 512 KiB. */
    private static final int PIECE_CHARACTERS = 100_000;

    private static final int KEPT = 4;

    /** A snapshot and its number. */
    record Version(long number, Expansion expansion) {}

    private record Key(long version, ReportQuery query) {}

    private final Reporter reporter;
    private final Map<Key, String> kept = new LinkedHashMap<>();

    Reports(Reporter reporter) {
        this.reporter = reporter;
    }

    /** May take long the first time. */
    ReportPage page(Version version, ReportQuery query, int from) {
        var text = text(version, query);
        int begin = Math.clamp(from, 0, text.length());
        int end = Math.min(text.length(), begin + PIECE_CHARACTERS);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return new ReportPage(version.number(), text.substring(begin, end), end < text.length() ? end : -1);
    }

    private synchronized String text(Version version, ReportQuery query) {
        var key = new Key(version.number(), query);
        var known = kept.get(key);
        if (known != null) {
            return known;
        }
        var text = reporter.report(
                version.expansion().resources(), version.expansion().expanded(), query);
        if (text.length() > PIECE_CHARACTERS) {
            kept.keySet().removeIf(old -> old.version() != version.number());
            if (kept.size() >= KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            kept.put(key, text);
        }
        return text;
    }
}
