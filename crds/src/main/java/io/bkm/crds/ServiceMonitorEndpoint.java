package io.bkm.crds;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a ServiceMonitor's {@code endpoints}.
 *
 * @param port name of the Service's port; "" where targetPort is used
 * @param bearerTokenFile path on the scraping member
 */
public record ServiceMonitorEndpoint(
        @OrEmpty String port,
        @Nullable IntOrString targetPort,
        @OrEmpty String path,
        @OrEmpty String scheme,
        Map<String, List<String>> params,
        @OrEmpty String interval,
        @OrEmpty String scrapeTimeout,
        @Nullable TlsConfig tlsConfig,
        @OrEmpty String bearerTokenFile,
        @Nullable SecretKeySelector bearerTokenSecret,
        @Nullable Authorization authorization,
        boolean honorLabels,
        @Nullable Boolean honorTimestamps,
        @Nullable Boolean trackTimestampsStaleness,
        @Nullable BasicAuth basicAuth,
        @Nullable OAuth2 oauth2,
        List<RelabelConfig> metricRelabelings,
        List<RelabelConfig> relabelings,
        @Nullable String proxyUrl,
        @Nullable String noProxy,
        @Nullable Boolean proxyFromEnvironment,
        Map<String, List<SecretKeySelector>> proxyConnectHeader,
        @Nullable Boolean followRedirects,
        @Nullable Boolean enableHttp2,
        @Nullable Boolean filterRunning)
        implements MonitorEndpoint {

    public ServiceMonitorEndpoint {
        params = Sorted.copyOfLists(params);
        metricRelabelings = List.copyOf(metricRelabelings);
        relabelings = List.copyOf(relabelings);
        proxyConnectHeader = Sorted.copyOfLists(proxyConnectHeader);
    }
}
