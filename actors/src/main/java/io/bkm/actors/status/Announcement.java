package io.bkm.actors.status;

import io.bkm.actors.Fnv64;
import io.bkm.actors.discovery.MonitorId;
import java.time.Instant;

/**
 * An Event on a monitor.
 *
 * @param name the same for the same fate of the same state of a monitor, so that whoever comes next finds it there
 * @param warning whether something is wrong
 */
record Announcement(
        String name, MonitorId regarding, String uid, boolean warning, String reason, String note, Instant time) {

    /** A name may have 253 characters. */
    private static final int MAX_PREFIX = 253 - 17;

    static Announcement of(Verdict verdict, Seen seen, Instant now) {
        long hash = Fnv64.hash(
                seen.uid(),
                "\0",
                Long.toString(seen.generation()),
                "\0",
                verdict.reason().word(),
                "\0",
                verdict.news());
        return new Announcement(
                prefix(verdict.id().name()) + ".%016x".formatted(hash),
                verdict.id(),
                seen.uid(),
                !verdict.isWell(),
                verdict.reason().word(),
                ShortText.of(verdict.message()),
                now);
    }

    private static String prefix(String name) {
        return name.length() <= MAX_PREFIX
                ? name
                : name.substring(0, MAX_PREFIX).replaceFirst("[-.]+$", "");
    }
}
