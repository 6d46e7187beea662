package io.bkm.actors.mirror;

import io.bkm.actors.discovery.JoinRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a worker asks for labels of workloads and pods (specs/bkmonitor-operator.md 3.7). */
final class RelabelUrl {

    private RelabelUrl() {}

    /**
     * "" where the monitor asks for nothing.
     *
     * @param base of the HTTP API, without a slash at its end
     * @param podName the target's label of that name, "" where it has none
     */
    static String of(String base, JoinRequest request, int endpointIndex, String node, String podName) {
        if (!request.isFor(endpointIndex)) {
            return "";
        }
        var ofNode = "/workload/node/" + node;
        var path = "";
        var params = new TreeMap<String, String>();
        for (var rule : request.rules()) {
            switch (rule) {
                case "v1/workload" -> path = or(path, ofNode);
                case "v2/workload" -> {
                    if (!podName.isEmpty()) {
                        path = or(path, ofNode);
                        params.put("podName", podName);
                    }
                }
                case "v3/workload" -> {
                    path = or(path, ofNode);
                    params.put("container_info", "true");
                }
                case "v1/labeljoin" -> {
                    if (path.isEmpty()) {
                        path = "/labeljoin";
                    } else {
                        params.put("rules", "labeljoin");
                    }
                    params.put("kind", request.labels().kind());
                    params.put("annotations", String.join(",", request.labels().annotations()));
                    params.put("labels", String.join(",", request.labels().labels()));
                }
                default -> {} // the original knows no others and says nothing of them
            }
        }
        return path.isEmpty() ? "" : base + path + packed(params);
    }

    private static String or(String path, String otherwise) {
        return path.isEmpty() ? otherwise : path;
    }

    /** Not escaped before it is packed, as the original does it. */
    private static String packed(Map<String, String> params) {
        var text = params.entrySet().stream()
                .filter(param -> !param.getValue().isEmpty())
                .map(param -> param.getKey() + "=" + param.getValue())
                .collect(Collectors.joining("&"));
        return text.isEmpty()
                ? ""
                : "?q=" + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
