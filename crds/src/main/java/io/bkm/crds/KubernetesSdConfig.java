package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Targets from the Kubernetes API.
 *
 * @param apiServer absent means the cluster that we run in
 * @param role {@code Pod}, {@code Endpoints}, {@code EndpointSlice}, {@code Service}, {@code Ingress} or {@code Node}
 */
public record KubernetesSdConfig(
        @Nullable String apiServer,
        String role,
        @Nullable Namespaces namespaces,
        @Nullable AttachMetadata attachMetadata,
        List<Selector> selectors,
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

    /**
     * The namespaces to look in; absent or empty means all.
     *
     * @param ownNamespace also the one that we run in
     */
    public record Namespaces(@Nullable Boolean ownNamespace, List<String> names) {

        public Namespaces {
            names = List.copyOf(names);
        }
    }

    /** Selects the objects of one role by selectors in the API's syntax. */
    public record Selector(
            String role, @Nullable String label, @Nullable String field) {}

    public KubernetesSdConfig {
        selectors = List.copyOf(selectors);
        proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
    }
}
