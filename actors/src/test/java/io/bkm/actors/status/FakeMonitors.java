package io.bkm.actors.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import io.bkm.crds.Monitor;
import io.bkm.crds.ParsedResource;
import io.bkm.crds.ResourceParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An API server with monitors and Events, which counts what it is asked and may say no. */
final class FakeMonitors implements MonitorStore {

    final SortedMap<String, Seen> monitors = new TreeMap<>();
    /** By name, with how often each was told. */
    final SortedMap<String, Integer> events = new TreeMap<>();

    final List<Announcement> announced = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    Set<MonitorKind> withStatus = EnumSet.of(MonitorKind.SERVICE_MONITOR);
    boolean keepsBindings = true;

    @Nullable
    Why refuses;

    /** What happens between the look and the first write. */
    Runnable afterList = () -> {};

    /** A monitor as a user would apply it. */
    static Monitor monitor(MonitorId id, String interval) {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", "monitoring.coreos.com/v1").put("kind", id.kind());
        document.putObject("metadata").put("name", id.name()).put("namespace", id.namespace());
        var spec = document.putObject("spec");
        spec.putObject("selector");
        spec.putArray(id.kind().equals(MonitorKind.POD_MONITOR.kind()) ? "podMetricsEndpoints" : "endpoints")
                .addObject()
                .put("port", "http")
                .put("interval", interval);
        return switch (ResourceParser.parse(document)) {
            case ParsedResource.Valid(var resource) -> (Monitor) resource;
            case ParsedResource.Invalid invalid -> throw new IllegalArgumentException(invalid.toString());
        };
    }

    /** What somebody else wrote of one. */
    static JsonNode binding(String resource, String name) {
        var binding = JsonNodeFactory.instance.objectNode();
        binding.put("group", "monitoring.coreos.com")
                .put("resource", resource)
                .put("name", name)
                .put("namespace", "monitoring")
                .putArray("conditions");
        return binding;
    }

    void put(MonitorId id, long generation, @Nullable Monitor monitor, List<JsonNode> bindings) {
        monitors.put(id.toString(), new Seen(id, "uid-of-" + id.name(), generation, "1", monitor, bindings));
    }

    Seen monitor(MonitorId id) {
        var there = monitors.get(id.toString());
        if (there == null) {
            throw new IllegalArgumentException(id + " (expected: one that was put)");
        }
        return there;
    }

    @Override
    public Set<MonitorKind> kindsWithStatus() throws Refused {
        asked("discover");
        return withStatus;
    }

    @Override
    public List<Seen> list(MonitorKind kind, Collection<String> namespaces) throws Refused {
        asked("list " + kind.plural());
        var all = monitors.values().stream()
                .filter(seen -> seen.id().kind().equals(kind.kind()))
                .toList();
        afterList.run();
        return all;
    }

    @Override
    public Seen get(MonitorId id) throws Refused {
        asked("get " + id.name());
        if (!monitors.containsKey(id.toString())) {
            throw new Refused(Why.GONE, "gone", null);
        }
        return monitor(id);
    }

    @Override
    public Seen write(Seen seen, List<JsonNode> bindings) throws Refused {
        asked("write " + seen.id().name());
        var now = monitor(seen.id());
        if (!now.resourceVersion().equals(seen.resourceVersion())) {
            throw new Refused(Why.CONFLICT, "written meanwhile", null);
        }
        var after = with(now, keepsBindings ? bindings : List.of());
        monitors.put(seen.id().toString(), after);
        return after;
    }

    /** As somebody else would. */
    void overwrite(MonitorId id, List<JsonNode> bindings) {
        monitors.put(id.toString(), with(monitor(id), bindings));
    }

    private static Seen with(Seen seen, List<JsonNode> bindings) {
        return new Seen(
                seen.id(),
                seen.uid(),
                seen.generation(),
                Integer.toString(Integer.parseInt(seen.resourceVersion()) + 1),
                seen.monitor(),
                bindings);
    }

    @Override
    public void announce(Announcement announcement) throws Refused {
        asked("announce " + announcement.reason());
        if (events.putIfAbsent(announcement.name(), 1) != null) {
            throw new Refused(Why.CONFLICT, "there already", null);
        }
        announced.add(announcement);
    }

    @Override
    public void repeat(Announcement announcement, int times) throws Refused {
        asked("repeat " + announcement.reason());
        events.put(announcement.name(), times);
    }

    private void asked(String what) throws Refused {
        requests.add(what);
        if (refuses != null) {
            throw new Refused(refuses, what + " refused", null);
        }
    }

    @Override
    public void close() {}
}
