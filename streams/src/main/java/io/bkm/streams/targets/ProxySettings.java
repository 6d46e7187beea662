package io.bkm.streams.targets;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy of a scrape.
 *
 * @param connectHeaders sent with CONNECT; may hold credentials
 */
public record ProxySettings(
        @Nullable String url, @Nullable String noProxy, boolean fromEnvironment, Map<String, String> connectHeaders) {

    public ProxySettings {
        connectHeaders = Map.copyOf(connectHeaders);
    }

    String secretText() {
        return String.join(
                "\n",
                String.valueOf(url),
                String.valueOf(noProxy),
                String.valueOf(fromEnvironment),
                new TreeMap<>(connectHeaders).toString());
    }

    @Override
    public String toString() {
        return "ProxySettings[url=" + url + "]";
    }
}
