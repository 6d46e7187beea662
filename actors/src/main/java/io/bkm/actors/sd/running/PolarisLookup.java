package io.bkm.actors.sd.running;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * {@code polaris_sd} of bkmonitor-operator (specs/bkmonitor-operator.md 3.1): each healthy instance of the service is a
 * part, asked as an HTTP discovery is. Over Polaris' HTTP API ({@code POST /v1/Discover}, apiserver/httpserver of
 * polarismesh/polaris).
 */
record PolarisLookup(Discovery.Polaris discovery, JsonPost post, HttpGet get) implements Lookup {

    private static final int EXECUTE_SUCCESS = 200_000;

    @Override
    public List<String> parts() throws LookupFailure {
        if (discovery.servers().isEmpty()) {
            throw new LookupFailure("bkm.prom-sd.polaris-address: [] (expected: host:port of Polaris)");
        }
        return Servers.first(discovery.servers(), this::instances);
    }

    private List<String> instances(String server) throws LookupFailure {
        var url = server + "/v1/Discover";
        var service = Map.of("namespace", discovery.namespace(), "name", discovery.service());
        var answer = post.send(url, Map.of("type", "INSTANCE", "service", service), discovery.refresh());
        if (answer.path("code").asInt() != EXECUTE_SUCCESS) {
            throw new LookupFailure(url + ": code " + answer.path("code").asInt() + " for " + discovery.name()
                    + " (expected: " + EXECUTE_SUCCESS + ")");
        }
        // An instance that several labels choose is asked once; the original asks it once for each.
        var urls = new TreeSet<String>();
        for (var instance : answer.path("instances")) {
            if (instance.path("healthy").asBoolean() && isChosen(instance.path("metadata"))) {
                urls.add("http://" + instance.path("host").asText() + ":"
                        + instance.path("port").asInt());
            }
        }
        if (urls.isEmpty()) {
            throw new LookupFailure(
                    discovery.name() + ": no instance (expected: a healthy one that the selector chooses)");
        }
        return List.copyOf(urls);
    }

    private boolean isChosen(JsonNode metadata) {
        return discovery.metadata().isEmpty()
                || discovery.metadata().entrySet().stream()
                        .anyMatch(wanted ->
                                metadata.path(wanted.getKey()).asText("").equals(wanted.getValue())
                                        && metadata.has(wanted.getKey()));
    }

    @Override
    public List<FoundGroup> look(String url) throws LookupFailure {
        return HttpLookup.groups(get, url, discovery.access(), discovery.refresh());
    }
}
