package io.bkm.actors.sd;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;
import java.util.List;

/** The {@code bkm.prom-sd} section. What each key means, and its default: see reference.conf. */
public record PromSdSettings(List<SecretRef> secrets, List<String> kinds, List<String> polarisAddress) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.prom-sd");

    public static final PromSdSettings NONE = new PromSdSettings(List.of(), List.of(), List.of());

    private static final List<String> KINDS =
            List.of("KubernetesSd", "HttpSd", "FileSd", "DnsSd", "EtcdSd", "PolarisSd", "StaticSd");

    /**
     * Which Secrets are read: one by its name, or those with labels.
     *
     * @param namespace "" for every namespace, where there is a selector
     * @param name "" where there is a selector
     * @param selector as {@code kubectl -l} takes it; "" where there is a name
     */
    public record SecretRef(String namespace, String name, String selector) {

        public SecretRef {
            boolean byName = !name.isEmpty() && !namespace.isEmpty() && selector.isEmpty();
            boolean bySelector = name.isEmpty() && !selector.isEmpty();
            SECTION.expect(
                    byName || bySelector,
                    "secrets",
                    "namespace \"%s\", name \"%s\", selector \"%s\"".formatted(namespace, name, selector),
                    "namespace and name, or selector");
        }
    }

    public PromSdSettings {
        secrets = List.copyOf(secrets);
        kinds = List.copyOf(kinds);
        polarisAddress = List.copyOf(polarisAddress);
        for (var kind : kinds) {
            SECTION.expect(
                    kind.equals("*") || KINDS.stream().anyMatch(kind::equalsIgnoreCase),
                    "kinds",
                    kind,
                    "\"*\" or of " + KINDS);
        }
    }

    /** Reads them from the whole configuration. */
    public static PromSdSettings from(Config config) {
        var section = config.getConfig("bkm.prom-sd");
        return new PromSdSettings(
                section.getConfigList("secrets").stream()
                        .map(ref -> new SecretRef(text(ref, "namespace"), text(ref, "name"), text(ref, "selector")))
                        .toList(),
                section.getStringList("kinds"),
                section.getStringList("polaris-address"));
    }

    private static String text(Config ref, String key) {
        return ref.hasPath(key) ? ref.getString(key) : "";
    }

    /** @param kind {@code HttpSd} and so on */
    public boolean wants(String kind) {
        return kinds.equals(List.of("*")) || kinds.stream().anyMatch(kind::equalsIgnoreCase);
    }
}
