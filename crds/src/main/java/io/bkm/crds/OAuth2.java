package io.bkm.crds;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** OAuth 2.0 client credentials. */
public record OAuth2(
        SecretOrConfigMap clientId,
        SecretKeySelector clientSecret,
        String tokenUrl,
        List<String> scopes,
        Map<String, String> endpointParams,
        @Nullable TlsConfig tlsConfig,
        @Nullable String proxyUrl,
        @Nullable String noProxy,
        @Nullable Boolean proxyFromEnvironment,
        Map<String, List<SecretKeySelector>> proxyConnectHeader)
        implements ProxySettings {

    public OAuth2 {
        scopes = List.copyOf(scopes);
        endpointParams = Sorted.copyOf(endpointParams);
        proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
    }
}
