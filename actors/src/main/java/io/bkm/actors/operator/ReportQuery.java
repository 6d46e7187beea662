package io.bkm.actors.operator;

import java.util.Map;

/**
 * What somebody wants to know of the resources and of what they came to.
 *
 * @param params narrow it down; which ones there are depends on the kind
 */
public record ReportQuery(Kind kind, Map<String, String> params) {

    /** Each is a route of the HTTP API. */
    public enum Kind {
        CLUSTER_INFO,
        DATA_IDS,
        NAMESPACES,
        IGNORED_MONITORS,
        DISCOVERIES,
        SHARED_DISCOVERIES,
        CHILD_CONFIGS,
        MONITOR_TARGETS,
        WORKLOADS,
        LABEL_JOIN,
        PODS,
        RELATIONS,
        METRICS,
        CHECK,
        EXPLAIN;

        /** Whether it tells of more than the snapshot, so that it is another one a moment later. */
        boolean hangsOnCounts() {
            return this == METRICS || this == CHECK;
        }
    }

    public ReportQuery {
        params = Map.copyOf(params);
    }

    public static ReportQuery of(Kind kind) {
        return new ReportQuery(kind, Map.of());
    }

    /** "" where it is not given. */
    public String param(String name) {
        return params.getOrDefault(name, "");
    }
}
