package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The {@code bkm.expansion} section. What each key means, and its default: see reference.conf. */
public record ExpansionSettings(
        String prometheusResource,
        Duration defaultInterval,
        Duration defaultTimeout,
        String environment,
        String ownNamespace,
        List<String> allowNamespaces,
        List<String> denyNamespaces,
        MonitorSelectors select,
        List<MonitorRule> ignoreMonitors,
        ScrapeClasses scrapeClasses,
        Enforced enforce,
        MonitorDefaults defaults,
        EndpointsRole serviceDiscoveryRole,
        boolean allowFiles,
        List<String> builtinLabels,
        boolean joinWithoutRules,
        Map<String, String> spreadNodeLabels,
        List<MonitorRule> spreadMonitors,
        List<String> annotationDiscovery,
        String annotationPrefix) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.expansion");

    private static final List<String> ANNOTATED = List.of("pod", "service");

    public ExpansionSettings {
        SECTION.positive("default-interval", defaultInterval);
        SECTION.positive("default-timeout", defaultTimeout);
        allowNamespaces = List.copyOf(allowNamespaces);
        denyNamespaces = List.copyOf(denyNamespaces);
        ignoreMonitors = List.copyOf(ignoreMonitors);
        builtinLabels = List.copyOf(builtinLabels);
        spreadNodeLabels = Map.copyOf(spreadNodeLabels);
        spreadMonitors = List.copyOf(spreadMonitors);
        annotationDiscovery = List.copyOf(annotationDiscovery);
        for (var role : annotationDiscovery) {
            if (!ANNOTATED.contains(role)) {
                throw SECTION.wrong("annotation-discovery", role, "of " + ANNOTATED);
            }
        }
        for (var rule : ignoreMonitors) {
            if (rule.name().isEmpty()) {
                throw SECTION.wrong("ignore-monitors", rule, "a name");
            }
        }
    }

    /**
     * Reads them from the whole configuration, and from the Prometheus resource that it may name.
     *
     * @throws IllegalArgumentException when something in them is wrong, or that resource cannot be read
     */
    public static ExpansionSettings from(Config config) {
        var settings = written(config.getConfig("bkm.expansion"));
        var resource = settings.prometheusResource();
        return resource.isEmpty() ? settings : PrometheusResource.read(Path.of(resource), settings);
    }

    private static ExpansionSettings written(Config expansion) {
        return new ExpansionSettings(
                expansion.getString("prometheus-resource"),
                expansion.getDuration("default-interval"),
                expansion.getDuration("default-timeout"),
                expansion.getString("environment"),
                expansion.getString("own-namespace"),
                expansion.getStringList("allow-namespaces"),
                expansion.getStringList("deny-namespaces"),
                MonitorSelectors.from(expansion.getConfig("select")),
                rules(expansion, "ignore-monitors"),
                ScrapeClasses.from(expansion.getList("scrape-classes")),
                Enforced.from(expansion.getConfig("enforce")),
                MonitorDefaults.from(expansion.getConfig("defaults")),
                EndpointsRole.from(expansion),
                expansion.getBoolean("allow-files"),
                expansion.getStringList("builtin-labels"),
                expansion.getBoolean("join-without-rules"),
                labels(expansion.getConfigList("spread-node-labels")),
                rules(expansion, "spread-monitors"),
                expansion.getStringList("annotation-discovery"),
                expansion.getString("annotation-prefix"));
    }

    static List<MonitorRule> rules(Config section, String key) {
        return section.getConfigList(key).stream()
                .map(rule -> new MonitorRule(
                        rule.getString("kind"),
                        rule.getString("namespace"),
                        rule.hasPath("name") ? rule.getString("name") : ""))
                .toList();
    }

    /** A list, since a label's name has dots and slashes, which would be paths as keys. */
    private static Map<String, String> labels(List<? extends Config> pairs) {
        var labels = new TreeMap<String, String>();
        pairs.forEach(pair -> labels.put(pair.getString("name"), pair.getString("value")));
        return labels;
    }

    /**
     * For jobs that are nobody's monitor: within the limits, but without a scrape class, whose credentials are for the
     * targets of monitors, and without the label of the namespace that a monitor would be in.
     */
    ExpansionSettings ofNoMonitor() {
        return new ExpansionSettings(
                prometheusResource,
                defaultInterval,
                defaultTimeout,
                environment,
                ownNamespace,
                allowNamespaces,
                denyNamespaces,
                select,
                ignoreMonitors,
                ScrapeClasses.NONE,
                enforce.withoutLabel(),
                defaults,
                serviceDiscoveryRole,
                allowFiles,
                builtinLabels,
                joinWithoutRules,
                spreadNodeLabels,
                spreadMonitors,
                annotationDiscovery,
                annotationPrefix);
    }

    /** The timeout of who has none: the default one or, if that is shorter, the interval. */
    Duration timeoutWithin(Duration interval) {
        return defaultTimeout.compareTo(interval) > 0 ? interval : defaultTimeout;
    }

    /** Whether monitors of this namespace count. */
    boolean allows(String namespace) {
        return allowNamespaces.isEmpty() ? !denyNamespaces.contains(namespace) : allowNamespaces.contains(namespace);
    }
}
