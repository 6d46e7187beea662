package io.bkm.streams.scrape;

import io.bkm.streams.gse.Outlet;
import io.bkm.streams.targets.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Targets that an endpoint has no more, until their series are ended. As in Prometheus that is at the second instant after
 * they left, with the time of the first: what has taken a series over meanwhile has written newer samples, which win.
 *
 * <p>The list is locked, because targets leave on one thread and are ended on another.
 */
final class Departed {

    private static final class Leaving {
        final PipedTarget piped;
        /** The first instant that the target was not scraped at; 0 when none has come. Unix milliseconds. */
        long firstInstant;

        Leaving(PipedTarget piped) {
            this.piped = piped;
        }
    }

    private final List<Leaving> leaving = new ArrayList<>();

    synchronized void add(PipedTarget piped) {
        leaving.add(new Leaving(piped));
    }

    /** One that comes back goes on with what it knows. */
    synchronized @Nullable PipedTarget takeBack(Target target) {
        for (var each : leaving) {
            if (each.piped.target().equals(target)) {
                leaving.remove(each);
                return each.piped;
            }
        }
        return null;
    }

    /** An instant of the endpoint has come. */
    void instant(long scheduledAtMillis, Outlet outlet) throws InterruptedException {
        for (var gone : due(scheduledAtMillis).entrySet()) {
            gone.getKey().gone(gone.getValue(), outlet);
        }
    }

    private synchronized Map<PipedTarget, Long> due(long scheduledAtMillis) {
        if (leaving.isEmpty()) {
            return Map.of();
        }
        var due = new LinkedHashMap<PipedTarget, Long>();
        leaving.removeIf(each -> {
            if (each.firstInstant != 0) {
                due.put(each.piped, each.firstInstant);
                return true;
            }
            each.firstInstant = scheduledAtMillis;
            return false;
        });
        return due;
    }
}
