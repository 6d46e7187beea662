package io.bkm.actors.mirror;

import io.bkm.crds.RelabelConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One target as the file of an old worker tells of it (specs/bkmonitor-operator.md 3.6).
 *
 * @param address host and port
 * @param period as Go writes durations
 * @param labels in the order of the file, which its hash depends on
 * @param proxyUrl "" for none
 * @param relabelUrl where the worker asks for labels of workloads; "" for nowhere
 * @param query parameters of the URL by name
 * @param namespace of the object that gave the target
 * @param tls null where the request has no TLS
 */
record ChildConfig(
        String scheme,
        String address,
        String path,
        long dataId,
        long taskId,
        String period,
        String timeout,
        SequencedMap<String, String> labels,
        String proxyUrl,
        String relabelUrl,
        boolean disableCustomTimestamp,
        boolean normalizeMetricName,
        Map<String, List<String>> query,
        String namespace,
        Access access,
        Map<String, String> dimensionReplace,
        Map<String, String> metricReplace,
        List<RelabelConfig> metricRelabelings,
        @Nullable Tls tls) {

    /** How the worker shows who it is. Files are the worker's. */
    record Access(String username, String password, String bearerFile, String bearerToken) {

        static final Access NONE = new Access("", "", "", "");

        @Override
        public String toString() {
            return "Access[username=" + username + ", bearerFile=" + bearerFile + "]";
        }
    }

    /**
     * What the worker uses for TLS; it never checks the other side.
     *
     * @param material null where the monitor says nothing of TLS
     */
    record Tls(@Nullable Material material) {}

    /** Paths of files, or the contents after {@code base64://}; "" for none. */
    record Material(String ca, String certificate, String key) {

        @Override
        public String toString() {
            return "Material";
        }
    }

    ChildConfig {
        labels = new LinkedHashMap<>(labels);
        query = new TreeMap<>(query);
        dimensionReplace = new TreeMap<>(dimensionReplace);
        metricReplace = new TreeMap<>(metricReplace);
        metricRelabelings = List.copyOf(metricRelabelings);
    }

    String host() {
        return scheme + "://" + address;
    }

    /** The file, byte for byte. */
    String yaml() {
        var document = new LinkedHashMap<String, Object>();
        document.put("type", "metricbeat");
        document.put("name", address + path);
        document.put("version", "1");
        document.put("dataid", dataId);
        document.put("max_timeout", "100s");
        document.put("min_period", "3s");
        document.put("tasks", List.of(task()));
        return GoYaml.write(document);
    }

    private Map<String, Object> task() {
        var task = new LinkedHashMap<String, Object>();
        task.put("task_id", taskId);
        task.put("bk_biz_id", 2); // the worker takes the label of that name
        task.put("period", period);
        task.put("timeout", timeout);
        task.put("custom_report", true);
        task.put("labels", List.of(labels));
        task.put("module", module());
        return task;
    }

    private Map<String, Object> module() {
        var module = new LinkedHashMap<String, Object>();
        module.put("module", "prometheus");
        module.put("metricsets", List.of("collector"));
        module.put("enabled", true);
        module.put("period", period);
        module.put("proxy_url", proxyUrl);
        module.put("timeout", timeout);
        putGiven(module, "metric_relabel_remote", relabelUrl);
        module.put("disable_custom_timestamp", disableCustomTimestamp);
        module.put("normalize_metric_name", normalizeMetricName);
        module.put("hosts", List.of(host()));
        putGiven(module, "query", query);
        module.put("namespace", namespace);
        module.put("metrics_path", path);
        if (!access.username().isEmpty() && !access.password().isEmpty()) {
            module.put("username", access.username());
            module.put("password", access.password());
        }
        putGiven(module, "bearer_file", access.bearerFile());
        putGiven(module, "bearer_token", access.bearerToken());
        putGiven(module, "dimension_replace", dimensionReplace);
        putGiven(module, "metric_replace", metricReplace);
        if (!metricRelabelings.isEmpty()) {
            module.put(
                    "metric_relabel_configs",
                    metricRelabelings.stream().map(ChildConfig::rule).toList());
        }
        if (tls != null) {
            module.put("ssl", ssl(tls));
        }
        return module;
    }

    private static Map<String, Object> rule(RelabelConfig config) {
        var rule = new LinkedHashMap<String, Object>();
        if (!config.sourceLabels().isEmpty()) {
            rule.put("source_labels", config.sourceLabels());
        }
        putGiven(rule, "separator", config.separator());
        putGiven(rule, "target_label", config.targetLabel());
        putGiven(rule, "regex", config.regex());
        if (config.modulus() != 0) {
            rule.put("modulus", config.modulus());
        }
        putGiven(rule, "replacement", config.replacement());
        putGiven(rule, "action", config.action().toLowerCase(Locale.ROOT));
        return rule;
    }

    private static Map<String, Object> ssl(Tls tls) {
        var ssl = new LinkedHashMap<String, Object>();
        ssl.put("verification_mode", "none");
        var material = tls.material();
        if (material != null) {
            ssl.put("certificate_authorities", material.ca().isEmpty() ? List.of() : List.of(material.ca()));
            ssl.put("certificate", material.certificate());
            ssl.put("key", material.key());
        }
        return ssl;
    }

    private static void putGiven(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            map.put(key, value);
        }
    }

    private static void putGiven(Map<String, Object> map, String key, Map<String, ?> value) {
        if (!value.isEmpty()) {
            map.put(key, value);
        }
    }
}
