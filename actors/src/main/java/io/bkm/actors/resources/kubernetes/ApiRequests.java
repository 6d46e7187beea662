package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.util.List;
import java.util.Set;

/**
 * Counts what goes to the API server, and asks for the metadata alone of those kinds of which nothing else is read.
 * Format: {@code Accept: application/json;as=PartialObjectMetadata}, see "Receiving resources as Tables" and
 * "Metadata-only" in the API concepts of Kubernetes.
 */
final class ApiRequests implements Interceptor {

    static final String NAME = "bkm-requests";

    private static final String METADATA = ";v=v1;g=meta.k8s.io,application/json";
    private static final Set<String> METADATA_ONLY = Set.of(
            "replicasets",
            "deployments",
            "statefulsets",
            "daemonsets",
            "jobs",
            "cronjobs",
            "gamestatefulsets",
            "gamedeployments");

    private final KubernetesCounters counters;

    ApiRequests(KubernetesCounters counters) {
        this.counters = counters;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        var asked = asked(request.method(), request.uri());
        counters.count(asked.verb(), asked.resource());
        boolean watch = asked.verb().equals("watch");
        if (METADATA_ONLY.contains(asked.resource()) && !asked.verb().equals("get")) {
            builder.setHeader(
                    "Accept",
                    "application/json;as=" + (watch ? "PartialObjectMetadata" : "PartialObjectMetadataList")
                            + METADATA);
        }
    }

    /** Paths are {@code /api/v1/…} or {@code /apis/GROUP/VERSION/…}, then perhaps {@code namespaces/NAME}; or {@code /version}. */
    static KubernetesCounters.Request asked(String method, URI uri) {
        var steps = List.of(uri.getPath().replaceFirst("^/", "").split("/"));
        if (!List.of("api", "apis").contains(steps.getFirst())) {
            return new KubernetesCounters.Request("get", steps.getFirst());
        }
        int at = steps.getFirst().equals("apis") ? 3 : 2;
        if (steps.size() > at + 2 && steps.get(at).equals("namespaces")) {
            at += 2;
        }
        var resource = steps.size() > at ? steps.get(at) : "";
        var query = uri.getQuery();
        boolean watch = query != null && query.contains("watch=true");
        var verb = switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> watch ? "watch" : steps.size() > at + 1 ? "get" : "list";
        };
        return new KubernetesCounters.Request(verb, resource);
    }
}
