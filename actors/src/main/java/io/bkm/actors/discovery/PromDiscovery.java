package io.bkm.actors.discovery;

import io.bkm.actors.discovery.ScrapeJob.Source;
import io.bkm.actors.discovery.kubernetes.AttachMetadata;
import io.bkm.actors.discovery.kubernetes.NamespaceScope;
import io.bkm.actors.discovery.kubernetes.Role;
import io.bkm.actors.discovery.kubernetes.Selector;
import io.bkm.actors.discovery.kubernetes.Selectors;
import io.bkm.actors.discovery.kubernetes.TargetGroup;
import io.bkm.actors.sd.Discovery;
import io.bkm.streams.labels.NameScheme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the discoveries of scrape configs in Prometheus' words. */
record PromDiscovery(ExpansionSettings settings, List<String> polarisServers) {

    static final String KUBERNETES = "KubernetesSd";

    private static final Map<String, String> KINDS = new TreeMap<>(Map.of(
            "dns_sd_configs", "DnsSd",
            "etcd_sd_configs", "EtcdSd",
            "file_sd_configs", "FileSd",
            "http_sd_configs", "HttpSd",
            "kubernetes_sd_configs", KUBERNETES,
            "polaris_sd_configs", "PolarisSd",
            "static_configs", "StaticSd"));

    private static final Set<String> KIND_NAMES = Set.copyOf(KINDS.values());

    PromDiscovery {
        polarisServers = List.copyOf(polarisServers);
    }

    /** Whether a monitor's kind is one of these, and not that of a resource. */
    static boolean isKind(String kind) {
        return KIND_NAMES.contains(kind);
    }

    /** The mechanisms that a job names, in the order in which Prometheus numbers their entries. */
    static List<String> mechanisms(PromNode job) {
        var all = new ArrayList<String>();
        job.node().fieldNames().forEachRemaining(field -> {
            if (field.endsWith("_sd_configs")) {
                all.add(field);
            }
        });
        all.sort(null);
        if (job.has("static_configs")) {
            all.add("static_configs");
        }
        return all;
    }

    /** As bkmonitor's DataIDs name it: {@code HttpSd}. Empty where bkm does not know the mechanism. */
    static Optional<String> kind(String mechanism) {
        return Optional.ofNullable(KINDS.get(mechanism));
    }

    Source source(String mechanism, PromNode config) throws Refusal {
        return switch (mechanism) {
            case "dns_sd_configs" -> new Source.Outside(dns(config));
            case "etcd_sd_configs" -> new Source.Outside(etcd(config), config.flag("enable_ip_filter", false));
            case "polaris_sd_configs" -> new Source.Outside(polaris(config));
            case "http_sd_configs" -> new Source.Outside(http(config));
            case "file_sd_configs" -> new Source.Outside(file(config));
            case "kubernetes_sd_configs" -> kubernetes(config);
            default -> throw new IllegalArgumentException(mechanism + " (expected: of " + KINDS.keySet() + ")");
        };
    }

    /** All entries together are one discovery, as in Prometheus. */
    Source statics(List<PromNode> configs) throws Refusal {
        var groups = new ArrayList<TargetGroup>();
        for (var config : configs) {
            config.allow(Set.of("targets", "labels"));
            var labels = config.map("labels");
            for (var label : labels.keySet()) {
                if (!NameScheme.UTF8.accepts(label)) {
                    throw new Refusal(config.at() + "labels", label, "a label name");
                }
            }
            groups.add(StaticTargets.group(groups.size(), config.texts("targets"), labels));
        }
        return new Source.Static(groups);
    }

    private Discovery http(PromNode config) throws Refusal {
        allow(config, "url", "refresh_interval");
        OutsideDiscoveries.checkUrl(config.text("url", ""), config.at() + "url");
        return new Discovery.Http(
                config.text("url", ""),
                new PromAccess(settings.allowFiles()).of(config),
                config.duration("refresh_interval", OutsideDiscoveries.HTTP_REFRESH));
    }

    private static Discovery dns(PromNode config) throws Refusal {
        config.allow(Set.of("names", "type", "port", "refresh_interval"));
        return OutsideDiscoveries.dns(
                config.texts("names"),
                config.text("type", "SRV"),
                config.number("port"),
                config.duration("refresh_interval", OutsideDiscoveries.DNS_REFRESH),
                config.at());
    }

    /** Without credentials and TLS, which the original reads and does not use. */
    private static Discovery etcd(PromNode config) throws Refusal {
        // A pause between requests for single keys, which are asked for together here.
        config.allow(Set.of(
                "endpoints", "prefix_keys", "enable_ip_filter", "refresh_interval", "fetch_interval", "fetchinterval"));
        if (config.texts("endpoints").isEmpty()) {
            throw new Refusal(config.at() + "endpoints", "[]", "at least one host:port");
        }
        return new Discovery.Etcd(
                config.texts("endpoints"),
                config.texts("prefix_keys"),
                config.duration("refresh_interval", OutsideDiscoveries.HTTP_REFRESH));
    }

    private Discovery polaris(PromNode config) throws Refusal {
        allow(config, "namespace", "service", "metadata_selector", "refresh_interval");
        return new Discovery.Polaris(
                polarisServers,
                config.text("namespace", ""),
                config.text("service", ""),
                config.map("metadata_selector"),
                new PromAccess(settings.allowFiles()).of(config),
                config.duration("refresh_interval", OutsideDiscoveries.HTTP_REFRESH));
    }

    private Discovery file(PromNode config) throws Refusal {
        config.allow(Set.of("files", "refresh_interval"));
        return OutsideDiscoveries.file(
                config.texts("files"),
                config.duration("refresh_interval", OutsideDiscoveries.FILE_REFRESH),
                settings.allowFiles(),
                config.at() + "files");
    }

    private static void allow(PromNode config, String... besidesTheClient) throws Refusal {
        var fields = new HashSet<>(PromAccess.FIELDS);
        fields.addAll(List.of(besidesTheClient));
        config.allow(fields);
    }

    /** Only of the cluster that bkm runs in: a setting that leads elsewhere is refused. */
    private Source kubernetes(PromNode config) throws Refusal {
        config.allow(Set.of("role", "namespaces", "selectors", "attach_metadata", "follow_redirects", "enable_http2"));
        var text = config.text("role", "");
        var role = Role.of(text)
                .orElseThrow(() -> new Refusal(
                        config.at() + "role", text, "pod, service, endpoints, endpointslice, node or ingress"));
        return new Source.Kubernetes(role, scope(config), attach(config, role), selectors(config, role));
    }

    private NamespaceScope scope(PromNode config) throws Refusal {
        var namespaces = config.mapping("namespaces");
        if (namespaces == null) {
            return NamespaceScope.ANY;
        }
        namespaces.allow(Set.of("names", "own_namespace"));
        boolean own = namespaces.flag("own_namespace", false);
        if (own && settings.ownNamespace().isEmpty()) {
            throw new Refusal(namespaces.at() + "own_namespace", "true", "bkm.expansion.own-namespace beside it");
        }
        return NamespaceScope.from(namespaces.texts("names"), own, settings.ownNamespace());
    }

    private static AttachMetadata attach(PromNode config, Role role) throws Refusal {
        var attach = config.mapping("attach_metadata");
        if (attach == null) {
            return AttachMetadata.NONE;
        }
        attach.allow(Set.of("node", "namespace"));
        return new AttachMetadata(
                role.mayAttachNode() && attach.flag("node", false),
                role != Role.NODE && attach.flag("namespace", false),
                false,
                false,
                false);
    }

    private static Selectors selectors(PromNode config, Role role) throws Refusal {
        var selectors = new ArrayList<Selector>();
        for (var selector : config.mappings("selectors")) {
            selector.allow(Set.of("role", "label", "field"));
            var of = selector.text("role", "");
            selectors.add(new Selector(
                    Role.of(of).orElseThrow(() -> new Refusal(selector.at() + "role", of, "a role")),
                    selector.text("label", ""),
                    selector.text("field", "")));
        }
        try {
            return Selectors.of(role, selectors);
        } catch (IllegalArgumentException bad) {
            throw new Refusal(config.at() + "selectors: " + bad.getMessage());
        }
    }
}
