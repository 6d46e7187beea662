package io.bkm.actors.discovery;

import java.util.Optional;
import java.util.regex.Pattern;

/** The annotation {@code forwardLocalhost}: the host of a URL or address becomes 127.0.0.1, all else stays. */
final class ForwardedUrl {

    /** Scheme, host (IPv6 in brackets), port, and the rest. */
    private static final Pattern PARTS =
            Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*://)?(\\[[^\\s\\]/?#]*]|[^\\s:\\[\\]/?#]+)(:[0-9]+)?([/?#]\\S*)?");

    private ForwardedUrl() {}

    /** Empty where {@code url} is no URL and no address. */
    static Optional<String> of(String url) {
        var parts = PARTS.matcher(url);
        return parts.matches()
                ? Optional.of(part(parts.group(1)) + "127.0.0.1" + part(parts.group(3)) + part(parts.group(4)))
                : Optional.empty();
    }

    private static String part(@org.jspecify.annotations.Nullable String group) {
        return group == null ? "" : group;
    }
}
