package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Targets from Consul's catalog. */
public record ConsulSdConfig(
        String server,
        @Nullable String pathPrefix,
        @Nullable SecretKeySelector tokenRef,
        @Nullable String datacenter,
        @Nullable String namespace,
        @Nullable String partition,
        @Nullable String scheme,
        List<String> services,
        List<String> tags,
        @Nullable String tagSeparator,
        Map<String, String> nodeMeta,
        @Nullable String filter,
        @Nullable Boolean allowStale,
        @Nullable String refreshInterval,
        @Nullable BasicAuth basicAuth,
        @Nullable Authorization authorization,
        @Nullable OAuth2 oauth2,
        @Nullable String proxyUrl,
        @Nullable String noProxy,
        @Nullable Boolean proxyFromEnvironment,
        Map<String, List<SecretKeySelector>> proxyConnectHeader,
        @Nullable Boolean followRedirects,
        @JsonProperty("enableHTTP2") @Nullable Boolean enableHttp2,
        @Nullable TlsConfig tlsConfig)
        implements AuthSettings, ProxySettings {

    public ConsulSdConfig {
        services = List.copyOf(services);
        tags = List.copyOf(tags);
        nodeMeta = Sorted.copyOf(nodeMeta);
        proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
    }
}
