package io.bkm.actors.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bkm.actors.dataids.DataIdCounters;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorFate;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.discovery.MonitorRule;
import io.bkm.actors.discovery.Origin;
import io.bkm.actors.joins.PodLog;
import io.bkm.actors.mirror.TaskFile;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.Reporter;
import io.bkm.actors.resources.Resources;
import io.bkm.crds.DataId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the routes of the original's HTTP API answer, and why a target is missing (specs/bkmonitor-operator.md 7.1). */
public final class BkmonitorReports implements Reporter {

    private static final JsonMapper JSON = new JsonMapper();

    private record Discover(String name, String kind, String namespace, int index) {}

    record ChildConfig(String service, long dataid, String filename, String node) {}

    record Location(String address, String node, String target, long dataid) {}

    record MonitorTargets(String kind, String namespace, String name, int index, int count, List<Location> location) {

        String service() {
            return new MonitorId(kind, namespace, name).endpoint(index);
        }
    }

    record DataIdInfo(long dataid, String name, Map<String, String> labels) {}

    private record PodEvent(String action, String cluster, String name, String namespace, String ip) {}

    private final ExpansionSettings settings;
    private final ReportSettings own;
    private final Function<DiscoveredTarget, Optional<TaskFile>> files;
    private final PodLog pods;
    private final ReportFacts facts;

    /**
     * @param files see {@link TaskFile#namer}
     * @param pods what became of them
     */
    public BkmonitorReports(
            ExpansionSettings settings,
            ReportSettings own,
            Function<DiscoveredTarget, Optional<TaskFile>> files,
            PodLog pods,
            ReportFacts facts) {
        this.settings = settings;
        this.own = own;
        this.files = files;
        this.pods = pods;
        this.facts = facts;
    }

    @Override
    public String report(Resources resources, Expanded expanded, ReportQuery query) {
        return switch (query.kind()) {
            case CLUSTER_INFO -> json(clusterInfo(expanded));
            case DATA_IDS -> json(dataIds(resources));
            case NAMESPACES -> json(namespaces());
            case IGNORED_MONITORS -> json(ignoredMonitors());
            case DISCOVERIES -> json(emptyAsNull(discoveries(expanded)));
            case SHARED_DISCOVERIES ->
                json(SharedDiscoveries.of(resources, expanded).keySet());
            case CHILD_CONFIGS -> json(childConfigs(expanded));
            case MONITOR_TARGETS -> json(monitorTargets(expanded));
            case WORKLOADS -> json(workloads(resources, query));
            case LABEL_JOIN ->
                json(
                        query.param("kind").equals("Pod")
                                ? new RelabelRules(resources)
                                        .labels("", query.param("annotations"), query.param("labels"))
                                : null);
            case PODS -> json(pods(resources, expanded, query));
            case RELATIONS -> Relations.of(resources, own.logEnvironment());
            case METRICS -> OperatorMetrics.of(resources, expanded, ofEnvironment(resources), files, facts);
            case CHECK -> CheckReport.of(this, settings, facts, resources, expanded, query.param("monitor"));
            case EXPLAIN -> json(Map.of("status", "success", "data", explain(resources, expanded, query)));
        };
    }

    Map<String, String> clusterInfo(Expanded expanded) {
        var labels =
                expanded.dataIds().systemMetrics().map(dataId -> dataId.spec().labels());
        if (labels.isEmpty()) {
            return Map.of("msg", "system dataid not found");
        }
        for (var label : List.of("bcs_cluster_id", "bk_biz_id")) {
            if (!labels.get().containsKey(label)) {
                return Map.of("msg", "the system DataID has no label " + label);
            }
        }
        var info = new LinkedHashMap<String, String>();
        info.put("bcs_cluster_id", labels.get().getOrDefault("bcs_cluster_id", ""));
        info.put("bizid", labels.get().getOrDefault("bk_biz_id", ""));
        info.put("bk_env", settings.environment());
        return info;
    }

    List<DataIdInfo> dataIds(Resources resources) {
        return ofEnvironment(resources).stream()
                .map(dataId -> new DataIdInfo(
                        dataId.spec().dataID(),
                        dataId.metadata().name(),
                        new TreeMap<>(dataId.metadata().labels())))
                .toList();
    }

    private List<DataId> ofEnvironment(Resources resources) {
        return resources.dataIds().stream()
                .filter(dataId -> DataIdCounters.counts(dataId, settings.environment()))
                .toList();
    }

    private Map<String, @Nullable List<String>> namespaces() {
        var namespaces = new LinkedHashMap<String, @Nullable List<String>>();
        namespaces.put("deny_namespaces", emptyAsNull(settings.denyNamespaces()));
        namespaces.put("allow_namespaces", emptyAsNull(settings.allowNamespaces()));
        return namespaces;
    }

    /** As Go writes a list that nobody has set. */
    private static <T> @Nullable List<T> emptyAsNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }

    @Nullable
    List<Map<String, String>> ignoredMonitors() {
        return emptyAsNull(
                settings.ignoreMonitors().stream().map(BkmonitorReports::rule).toList());
    }

    private static Map<String, String> rule(MonitorRule rule) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("kind", rule.kind());
        fields.put("name", rule.name());
        fields.put("namespace", rule.namespace());
        return fields;
    }

    /** Without a DataID the original looks for nothing. */
    private static List<Discover> discoveries(Expanded expanded) {
        return expanded.pools().stream()
                .filter(pool -> pool.dataId() != null)
                .map(pool -> new Discover(pool.name(), pool.kind(), pool.namespace(), pool.endpointIndex()))
                .toList();
    }

    List<ChildConfig> childConfigs(Expanded expanded) {
        var configs = new ArrayList<ChildConfig>();
        forEachTask(
                expanded,
                (origin, dataId, file) ->
                        configs.add(new ChildConfig(origin.service(), dataId, file.name(), file.node())));
        configs.sort(Comparator.comparing(ChildConfig::service).thenComparing(ChildConfig::filename));
        return configs;
    }

    List<MonitorTargets> monitorTargets(Expanded expanded) {
        var byService = new TreeMap<String, List<Location>>();
        var origins = new TreeMap<String, Origin>();
        forEachTask(expanded, (origin, dataId, file) -> {
            origins.put(origin.service(), origin);
            byService
                    .computeIfAbsent(origin.service(), _ -> new ArrayList<>())
                    .add(new Location(file.address(), file.node(), file.url(), dataId));
        });
        return origins.entrySet().stream()
                .map(entry -> {
                    var origin = entry.getValue();
                    var locations = byService.getOrDefault(entry.getKey(), List.of());
                    return new MonitorTargets(
                            origin.kind(),
                            origin.namespace(),
                            origin.name(),
                            origin.endpointIndex(),
                            locations.size(),
                            locations);
                })
                .toList();
    }

    private interface TaskAction {
        void accept(Origin origin, long dataId, TaskFile file);
    }

    private void forEachTask(Expanded expanded, TaskAction action) {
        for (var found : expanded.targets()) {
            var origin = found.origin();
            var gse = found.target().gse();
            if (origin != null && gse != null) {
                files.apply(found).ifPresent(file -> action.accept(origin, gse.dataId(), file));
            }
        }
    }

    private static @Nullable List<RelabelRules.Rule> workloads(Resources resources, ReportQuery query) {
        var relabel = new RelabelRules(resources);
        var node = query.param("node");
        var rules = new ArrayList<RelabelRules.Rule>();
        if (query.param("container_info").equals("true")) {
            rules.addAll(relabel.containers(node));
        }
        rules.addAll(relabel.workloads(node, query.param("podName")));
        if (query.param("kind").equals("Pod")) {
            var ofNode = query.param("rules").equals("labeljoin") ? "" : node;
            rules.addAll(relabel.labels(ofNode, query.param("annotations"), query.param("labels")));
        }
        return rules.isEmpty() ? null : rules;
    }

    /** Since the number that is asked with, or all where it is none of this operator's or too old. */
    private Map<String, @Nullable Object> pods(Resources resources, Expanded expanded, ReportQuery query) {
        pods.beginWith(resources, expanded);
        var events = pods.events(number(query.param("resourceVersion")));
        boolean all = query.param("all").equals("true");
        var ofNodes = new HashSet<String>();
        resources.nodes().stream()
                .filter(node -> node.getStatus() != null)
                .forEach(node -> node.getStatus().getAddresses().forEach(address -> ofNodes.add(address.getAddress())));
        var cluster = clusterInfo(expanded).getOrDefault("bcs_cluster_id", "");
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put(
                "pods",
                emptyAsNull(events.events().stream()
                        .filter(event -> all || !ofNodes.contains(event.address()))
                        .map(event -> new PodEvent(
                                event.deleted() ? "Delete" : "CreateOrUpdate",
                                cluster,
                                event.name(),
                                event.namespace(),
                                event.address()))
                        .toList()));
        answer.put("resourceVersion", events.number());
        return answer;
    }

    /** 0 where it is none, as in the original. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** @param query with {@code monitor=namespace/name} or a part of it; all without */
    private Map<String, Object> explain(Resources resources, Expanded expanded, ReportQuery query) {
        var fates = MonitorFate.all(resources, expanded, settings).stream()
                .filter(fate -> (fate.namespace() + "/" + fate.name()).contains(query.param("monitor")))
                .toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("monitors", fates);
        answer.put(
                "unreadable",
                resources.problems().stream()
                        .map(problem -> Map.of("where", problem.where(), "reason", problem.reason()))
                        .toList());
        return answer;
    }

    private static String json(@Nullable Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException("an answer that is no JSON", notWritable);
        }
    }
}
