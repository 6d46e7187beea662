package io.bkm.actors.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Monitors where they are kept, and the Events on them. */
interface MonitorStore extends AutoCloseable {

    /** Why something could not be done. */
    enum Why {
        GONE,
        /** Somebody wrote meanwhile, or it is there already. */
        CONFLICT,
        FORBIDDEN,
        /** It is against the rules of the API server, and will be next time. */
        INVALID,
        /** Nothing else would succeed now. */
        UNREACHABLE
    }

    final class Refused extends IOException {

        private static final long serialVersionUID = 1;

        private final Why why;

        Refused(Why why, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.why = why;
        }

        Why why() {
            return why;
        }
    }

    /** Those whose installed CRD has a status. */
    Set<MonitorKind> kindsWithStatus() throws Refused;

    /** @param namespaces those that may be asked one by one where nobody may ask for all */
    List<Seen> list(MonitorKind kind, Collection<String> namespaces) throws Refused;

    Seen get(MonitorId id) throws Refused;

    /**
     * Writes {@code status.bindings} unless the monitor is another one by now.
     *
     * @return the monitor after it
     */
    Seen write(Seen seen, List<JsonNode> bindings) throws Refused;

    /** {@link Why#CONFLICT} where there is one of its name. */
    void announce(Announcement announcement) throws Refused;

    /** Says of an Event that is there that it happened again. */
    void repeat(Announcement announcement, int times) throws Refused;

    @Override
    void close();
}
