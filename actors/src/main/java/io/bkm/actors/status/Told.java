package io.bkm.actors.status;

import java.time.Duration;

/**
 * What was told last of a monitor.
 *
 * @param patience how long its numbers may stay as they were told
 */
record Told(Verdict verdict, long atMillis, Duration patience) {}
