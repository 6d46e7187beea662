package io.bkm.crds;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The exporter that probes for us.
 *
 * @param url host and port, without scheme and path
 * @param path {@code /probe} when absent: the CRD's default
 */
public record Prober(
        String url,
        @OrEmpty String scheme,
        @OrEmpty String path,
        @Nullable String proxyUrl,
        @Nullable String noProxy,
        @Nullable Boolean proxyFromEnvironment,
        Map<String, List<SecretKeySelector>> proxyConnectHeader)
        implements ProxySettings {

    public Prober {
        proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
    }
}
