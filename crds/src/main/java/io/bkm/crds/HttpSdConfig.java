package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Target groups from an HTTP endpoint. */
public record HttpSdConfig(
        String url,
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

    public HttpSdConfig {
        proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
    }
}
