package io.bkm.actors.discovery;

import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.NameEscaping;
import io.bkm.streams.targets.ProxySettings;
import io.bkm.streams.targets.TlsSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all requests of a scrape pool have in common. */
record RequestSettings(
        List<String> acceptedFormats,
        boolean followRedirects,
        boolean compression,
        @Nullable Credentials credentials,
        @Nullable TlsSettings tls,
        @Nullable ProxySettings proxy,
        NameEscaping nameEscaping) {

    RequestSettings {
        acceptedFormats = List.copyOf(acceptedFormats);
    }

    Endpoint endpoint(String url, Duration interval, Duration timeout) {
        return new Endpoint(
                url,
                interval,
                timeout,
                acceptedFormats,
                followRedirects,
                compression,
                credentials,
                tls,
                proxy,
                nameEscaping);
    }
}
