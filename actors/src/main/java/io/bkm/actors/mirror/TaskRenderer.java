package io.bkm.actors.mirror;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Origin;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.TlsSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the task of an old worker from a target.
 *
 * @param relabelUrl base of the HTTP API that workers ask for labels of workloads
 * @param builtinLabels labels that a task has twice, {@code bk_} before the name of the first
 */
record TaskRenderer(String relabelUrl, List<String> builtinLabels) {

    private static final String FILE = "file:";

    TaskRenderer {
        builtinLabels = List.copyOf(builtinLabels);
    }

    /** Empty where a worker cannot do it: without a DataID, or with credentials that workers do not know. */
    Optional<WorkerTask> task(DiscoveredTarget found) {
        var origin = found.origin();
        return config(found)
                .map(config -> WorkerTask.of(
                        config,
                        found.placement(),
                        origin != null && origin.system(),
                        origin != null && origin.antiAffinity()));
    }

    Optional<ChildConfig> config(DiscoveredTarget found) {
        var target = found.target();
        var origin = found.origin();
        var gse = target.gse();
        if (origin == null || gse == null || target.forcedError() != null || !canAuthorize(found.endpoint())) {
            return Optional.empty();
        }
        var url = Url.of(found);
        var endpoint = found.endpoint();
        return Optional.of(new ChildConfig(
                url.scheme(),
                url.address(),
                url.path(),
                gse.dataId(),
                gse.taskId(),
                GoDuration.of(endpoint.interval(), origin.written().interval()),
                GoDuration.of(endpoint.timeout(), origin.written().timeout()),
                labels(found, origin, gse),
                endpoint.proxy() == null || endpoint.proxy().url() == null
                        ? ""
                        : endpoint.proxy().url(),
                RelabelUrl.of(
                        relabelUrl,
                        origin.join(),
                        origin.endpointIndex(),
                        WorkerTask.node(found.placement()),
                        target.labels().get("pod_name")),
                !target.honorTimestamps(),
                gse.normalizeMetricName(),
                url.query(),
                origin.objectNamespace(),
                access(endpoint.credentials()),
                gse.dimensionReplace(),
                gse.metricReplace(),
                origin.written().metricRelabelings(),
                url.scheme().equals("https") ? new ChildConfig.Tls(material(endpoint.tls())) : null));
    }

    /** Whether the old workers know how to show who they are there. */
    static boolean canAuthorize(Endpoint endpoint) {
        return switch (endpoint.credentials()) {
            case null -> true;
            case Credentials.Basic _ -> true;
            case Credentials.Header header -> header.scheme().equals("Bearer");
            case Credentials.HeaderFile file -> file.scheme().equals("Bearer");
            case Credentials.OAuth2 _ -> false;
        };
    }

    /** A label that the DataID sets too stands there only: a map of YAML has each key once. */
    private SequencedMap<String, String> labels(DiscoveredTarget found, Origin origin, GseRoute gse) {
        var dimensions = gse.dimensions();
        var ofTarget = new TreeMap<>(found.target().labels().toMap());
        if (dimensions.has("monitor_type")) {
            ofTarget.putIfAbsent("monitor_type", dimensions.get("monitor_type"));
        }
        var labels = new LinkedHashMap<String, String>();
        ofTarget.forEach((name, value) -> {
            if (builtinLabels.contains(name)) {
                labels.put("bk_" + name, value);
            }
            labels.put(name, value);
        });
        for (var name : List.of("bk_endpoint_url", "bk_endpoint_index", "bk_monitor_name", "bk_monitor_namespace")) {
            labels.put(name, dimensions.get(name));
        }
        if (origin.join().asksForNode() && dimensions.has("node")) {
            labels.remove("node");
            labels.put("node", dimensions.get("node"));
            for (var label : origin.join().labels().labels()) {
                var name = Origin.dimension(label);
                if (dimensions.has(name)) {
                    labels.putIfAbsent(name, dimensions.get(name));
                }
            }
        }
        origin.dataIdLabels().keySet().forEach(labels::remove);
        labels.putAll(origin.dataIdLabels());
        return labels;
    }

    private static ChildConfig.Access access(@Nullable Credentials credentials) {
        return switch (credentials) {
            case null -> ChildConfig.Access.NONE;
            case Credentials.Basic(var username, var password) -> new ChildConfig.Access(username, password, "", "");
            case Credentials.Header header -> new ChildConfig.Access("", "", "", header.credentials());
            case Credentials.HeaderFile file -> new ChildConfig.Access("", "", file.path(), "");
            case Credentials.OAuth2 _ -> throw new IllegalArgumentException("OAuth2 (expected: what workers know)");
        };
    }

    private static ChildConfig.@Nullable Material material(@Nullable TlsSettings tls) {
        return tls == null
                ? null
                : new ChildConfig.Material(material(tls.ca()), material(tls.cert()), material(tls.key()));
    }

    private static String material(@Nullable String contentOrFile) {
        if (contentOrFile == null) {
            return "";
        }
        return contentOrFile.startsWith(FILE)
                ? contentOrFile.substring(FILE.length())
                : "base64://" + Base64.getEncoder().encodeToString(contentOrFile.getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of a target's URL. The address has its port, which workers of the original always got. */
    private record Url(String scheme, String address, String path, Map<String, List<String>> query) {

        static Url of(DiscoveredTarget found) {
            var url = found.endpoint().url();
            int authority = url.indexOf("://") + "://".length();
            int end = authority;
            while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
                end++;
            }
            int question = url.indexOf('?', end);
            var scheme = url.substring(0, authority - "://".length());
            var written = found.hidden().get("__metrics_path__");
            return new Url(
                    scheme,
                    withPort(url.substring(authority, end), scheme),
                    written.isEmpty() || written.indexOf('?') >= 0 || written.indexOf('%') >= 0
                            ? url.substring(end, question < 0 ? url.length() : question)
                            : written,
                    question < 0 ? Map.of() : query(url.substring(question + 1)));
        }

        private static String withPort(String address, String scheme) {
            return address.lastIndexOf(':') > address.lastIndexOf(']')
                    ? address
                    : address + (scheme.equals("https") ? ":443" : ":80");
        }

        private static Map<String, List<String>> query(String text) {
            var query = new LinkedHashMap<String, List<String>>();
            for (var pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                query.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
            return query;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }
}
