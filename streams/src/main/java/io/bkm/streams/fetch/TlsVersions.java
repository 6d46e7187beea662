package io.bkm.streams.fetch;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS versions, from Prometheus' names to the JDK's. */
final class TlsVersions {

    private static final List<String> NAMES = List.of("TLS10", "TLS11", "TLS12", "TLS13");
    /** The JDK speaks no older ones; a minimum below them costs nothing, a maximum below them leaves nothing. */
    private static final int OLDEST = 2;

    private TlsVersions() {}

    /** The JDK's names of the versions from {@code min}, else 1.2, to {@code max}, else 1.3. */
    static List<String> between(@Nullable String min, @Nullable String max) throws GeneralSecurityException {
        int from = Math.max(index(min, OLDEST), OLDEST);
        int to = index(max, NAMES.size() - 1);
        var versions = new ArrayList<String>();
        for (int i = from; i <= to; i++) {
            versions.add(i == OLDEST ? "TLSv1.2" : "TLSv1.3");
        }
        if (versions.isEmpty()) {
            throw new GeneralSecurityException(
                    "TLS versions from " + min + " to " + max + " (expected: TLS12 or TLS13 among them)");
        }
        return versions;
    }

    private static int index(@Nullable String name, int otherwise) throws GeneralSecurityException {
        if (name == null || name.isEmpty()) {
            return otherwise;
        }
        int index = NAMES.indexOf(name);
        if (index < 0) {
            throw new GeneralSecurityException("TLS version " + name + " (expected: one of " + NAMES + ")");
        }
        return index;
    }
}
