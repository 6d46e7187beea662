package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import io.bkm.streams.targets.ProxySettings;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request goes through, by the rules that Prometheus takes from Go: a proxy that is named without
 * exceptions serves everything; one with exceptions, or from the environment, never serves the machine itself.
 */
final class Proxies {

    private final @Nullable String forHttp;
    private final @Nullable String forHttps;
    private final @Nullable NoProxy exceptions;

    private Proxies(@Nullable String forHttp, @Nullable String forHttps, @Nullable NoProxy exceptions) {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.exceptions = exceptions;
    }

    static Proxies of(@Nullable ProxySettings settings, Map<String, String> environment) {
        if (settings == null) {
            return new Proxies(null, null, null);
        }
        if (settings.fromEnvironment()) {
            return new Proxies(
                    variable(environment, "HTTP_PROXY"),
                    variable(environment, "HTTPS_PROXY"),
                    NoProxy.parse(variable(environment, "NO_PROXY")));
        }
        var noProxy = settings.noProxy();
        boolean none = noProxy == null || noProxy.isEmpty();
        return new Proxies(settings.url(), settings.url(), none ? null : NoProxy.parse(noProxy));
    }

    /** The proxy for a URL, or null for none. */
    @Nullable
    HttpUrl of(HttpUrl url) throws FetchFailure {
        var proxy = url.tls() ? forHttps : forHttp;
        if (proxy == null || proxy.isEmpty() || (exceptions != null && exceptions.covers(url))) {
            return null;
        }
        try {
            return HttpUrl.parse(proxy.contains("://") ? proxy : "http://" + proxy);
        } catch (FetchFailure e) {
            throw new FetchFailure(Reason.CONNECTION, "proxy " + e.detail());
        }
    }

    private static @Nullable String variable(Map<String, String> environment, String name) {
        var value = environment.get(name);
        return value == null || value.isEmpty() ? environment.get(name.toLowerCase(Locale.ROOT)) : value;
    }
}
