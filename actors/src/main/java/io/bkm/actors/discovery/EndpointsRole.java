package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import java.util.Locale;

/** Where the endpoints of Services are read: {@code bkm.expansion.service-discovery-role}. */
public enum EndpointsRole {
    /** EndpointSlices, and Endpoints of those Services that have no slice. */
    EITHER,
    ENDPOINTSLICE,
    ENDPOINTS;

    static EndpointsRole from(Config section) {
        return of(section.getString("service-discovery-role"), "bkm.expansion.service-discovery-role", EITHER);
    }

    /** @param text as a Prometheus resource has it: {@code EndpointSlice} */
    static EndpointsRole of(String text, String field, EndpointsRole otherwise) {
        if (text.isEmpty()) {
            return otherwise;
        }
        for (var role : values()) {
            if (role.name().equals(text.toUpperCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new IllegalArgumentException(field + ": " + text + " (expected: Either, EndpointSlice or Endpoints)");
    }
}
