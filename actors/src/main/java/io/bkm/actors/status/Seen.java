package io.bkm.actors.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.crds.Monitor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A monitor as the API server gave it a moment ago.
 *
 * @param monitor null when it cannot be used
 * @param bindings {@code status.bindings}, those of others among them
 */
record Seen(
        MonitorId id,
        String uid,
        long generation,
        String resourceVersion,
        @Nullable Monitor monitor,
        List<JsonNode> bindings) {

    Seen {
        bindings = List.copyOf(bindings);
    }

    /** Whether it is the state that was judged: what we watch may come sooner or later than what we ask for. */
    boolean isJudgedBy(Verdict verdict) {
        return verdict.valid() ? monitor != null && monitor.equals(verdict.monitor()) : monitor == null;
    }

    /** The same, with the instance of the monitor that was judged, so that it is there once. */
    Seen sharing(Verdict verdict) {
        return monitor == null ? this : new Seen(id, uid, generation, resourceVersion, verdict.monitor(), bindings);
    }
}
