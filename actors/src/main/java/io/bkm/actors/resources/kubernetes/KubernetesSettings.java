package io.bkm.actors.resources.kubernetes;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.time.Duration;
import java.util.List;

/**
 * The {@code bkm.kubernetes} section. What each key means, and its default: see reference.conf.
 *
 * @param kubeconfig path, "" for the service account of the pod or else the user's own
 * @param context of the kubeconfig, "" for its current one
 * @param namespaces those that are watched one by one; empty for all of them in one watch
 * @param maxReferences Secrets and ConfigMaps
 */
public record KubernetesSettings(
        String kubeconfig,
        String context,
        List<String> namespaces,
        List<String> denyNamespaces,
        int pageSize,
        Duration settle,
        Duration retryInterval,
        Duration watchPingInterval,
        Duration referenceWait,
        int maxReferences) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.kubernetes");

    private static final Duration MIN_PING_INTERVAL = Duration.ofMillis(100);

    public KubernetesSettings {
        namespaces = namespaces.stream().distinct().sorted().toList();
        denyNamespaces = List.copyOf(denyNamespaces);
        SECTION.expect(pageSize > 0, "page-size", pageSize, "> 0");
        SECTION.expect(!settle.isNegative() && settle.toSeconds() < 60, "settle", settle, "0 to 60 s");
        SECTION.positive("retry-interval", retryInterval);
        SECTION.expect(
                watchPingInterval.compareTo(MIN_PING_INTERVAL) >= 0,
                "watch-ping-interval",
                watchPingInterval,
                ">= " + MIN_PING_INTERVAL);
        SECTION.notNegative("reference-wait", referenceWait);
        SECTION.expect(maxReferences >= 0, "max-references", maxReferences, ">= 0");
    }

    /**
     * @param root the whole configuration
     */
    public static KubernetesSettings from(Config root) {
        var config = root.getConfig("bkm.kubernetes");
        return new KubernetesSettings(
                config.getString("kubeconfig"),
                config.getString("context"),
                config.getStringList("namespaces"),
                config.getStringList("deny-namespaces"),
                config.getInt("page-size"),
                config.getDuration("settle"),
                config.getDuration("retry-interval"),
                config.getDuration("watch-ping-interval"),
                config.getDuration("reference-wait"),
                config.getInt("max-references"));
    }

    /** Whether objects of this namespace are kept; those of no namespace are. */
    boolean keeps(String namespace) {
        return !denyNamespaces.contains(namespace);
    }
}
