package io.bkm.actors.sd;

import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import org.jspecify.annotations.Nullable;

/** How a discovery's requests are made. {@code toString} never shows a secret. */
public record Access(
        boolean followRedirects,
        @Nullable Credentials credentials,
        @Nullable TlsSettings tls,
        @Nullable ProxySettings proxy) {

    public static final Access PLAIN = new Access(true, null, null, null);
}
