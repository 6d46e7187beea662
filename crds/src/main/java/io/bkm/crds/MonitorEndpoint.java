package io.bkm.crds;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a monitor's endpoints: how its targets are scraped. Texts are "" when absent, durations are in
 * Prometheus' syntax as written.
 */
public sealed interface MonitorEndpoint extends AuthSettings, ProxySettings
        permits ServiceMonitorEndpoint, PodMonitorEndpoint {

    /** A port by number or name. For a PodMonitor deprecated, but still obeyed. */
    @Nullable
    IntOrString targetPort();

    String path();

    /** {@code http}, {@code https} or "". */
    String scheme();

    Map<String, List<String>> params();

    String interval();

    String scrapeTimeout();

    boolean honorLabels();

    /** Absent means true. */
    @Nullable
    Boolean honorTimestamps();

    @Nullable
    Boolean trackTimestampsStaleness();

    List<RelabelConfig> relabelings();

    List<RelabelConfig> metricRelabelings();

    /** Absent means true. */
    @Nullable
    Boolean followRedirects();

    @Nullable
    Boolean enableHttp2();

    /** Drop pods that have failed or succeeded. Absent means true. */
    @Nullable
    Boolean filterRunning();
}
