package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** Who we say that we are to a target: what all monitors have in common. At most one of the kinds may be set. */
public interface AuthSettings {

    @Nullable
    BasicAuth basicAuth();

    @Nullable
    Authorization authorization();

    @Nullable
    OAuth2 oauth2();

    /** The deprecated way to write a bearer token. ScrapeConfigs lack it. */
    default @Nullable SecretKeySelector bearerTokenSecret() {
        return null;
    }

    @Nullable
    TlsConfig tlsConfig();
}
