package io.bkm.streams.fetch;

import org.jspecify.annotations.Nullable;

/** Where a connection leads: requests of equal routes can share one. */
record Route(boolean tls, String host, int port, @Nullable HttpUrl proxy) {

    static Route to(HttpUrl url, @Nullable HttpUrl proxy) {
        return new Route(url.tls(), url.host(), url.port(), proxy);
    }

    /** The proxy reads the request itself, unless TLS hides it: then the proxy only makes a tunnel. */
    @Nullable
    HttpUrl requestProxy() {
        return tls ? null : proxy;
    }
}
