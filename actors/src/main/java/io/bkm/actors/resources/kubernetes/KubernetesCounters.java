package io.bkm.actors.resources.kubernetes;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What a member asks of the API server. One for the life of the member; sources come and go with the operator. */
public final class KubernetesCounters {

    /** What is asked: the verb as roles name it, of a resource in the plural, as in the path. */
    public record Request(String verb, String resource) implements Comparable<Request> {

        @Override
        public int compareTo(Request other) {
            int byResource = resource.compareTo(other.resource);
            return byResource != 0 ? byResource : verb.compareTo(other.verb);
        }
    }

    private final Map<Request, LongAdder> requests = new ConcurrentHashMap<>();
    private volatile Supplier<Map<String, Integer>> watches = Map::of;
    private volatile Supplier<Map<String, Integer>> objects = Map::of;
    private volatile String serverVersion = "";

    /** Requests since the start. */
    public SortedMap<Request, Long> requests() {
        var counts = new TreeMap<Request, Long>();
        requests.forEach((request, count) -> counts.put(request, count.sum()));
        return counts;
    }

    /** Watches that are open now, by kind; empty where no operator runs that watches Kubernetes. */
    public Map<String, Integer> openWatches() {
        return watches.get();
    }

    /** Objects that are kept now, by kind; without those that monitors refer to. */
    public Map<String, Integer> objects() {
        return objects.get();
    }

    /** Of the API server, as in {@code v1.34.1}; "" where nothing watches Kubernetes and while it is not known. */
    public String serverVersion() {
        return serverVersion;
    }

    void serverVersion(String version) {
        serverVersion = version;
    }

    void open(Supplier<Map<String, Integer>> openWatches, Supplier<Map<String, Integer>> keptObjects) {
        watches = openWatches;
        objects = keptObjects;
    }

    void closed() {
        open(Map::of, Map::of);
        serverVersion = "";
    }

    void count(String verb, String resource) {
        requests.computeIfAbsent(new Request(verb, resource), _ -> new LongAdder())
                .increment();
    }
}
