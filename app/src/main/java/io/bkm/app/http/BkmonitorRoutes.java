package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.ReportQuery.Kind;
import io.bkm.actors.reports.ReportFacts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The routes of bkmonitor-operator's HTTP API (specs/bkmonitor-operator.md 7.1), answered by any member: what hangs on
 * resources it asks of the operator. Whatever changes something or shows the process from inside needs the token.
 */
public final class BkmonitorRoutes {

    private final ClusterView cluster;
    private final AdminRoutes admin;
    private final CheckRoutes check;

    /** @param configuration the settings in force, without secrets */
    public BkmonitorRoutes(ClusterView cluster, ApiSettings settings, Supplier<String> configuration) {
        this.cluster = cluster;
        var guard = new TokenGuard(settings);
        this.admin = new AdminRoutes(cluster, guard, configuration);
        this.check = new CheckRoutes(cluster, guard, this::report);
    }

    Route route() {
        return concat(
                get(() -> concat(
                        path("version", () -> complete(Answers.json(StatusCodes.OK, version()))),
                        path("cluster_info", () -> report(Kind.CLUSTER_INFO)),
                        path("labeljoin", () -> packed(params -> query(Kind.LABEL_JOIN, params))),
                        path("pods", () -> parameterMap(params -> report(query(Kind.PODS, params)))),
                        pathPrefix("workload", this::workload),
                        pathPrefix("operator", () -> path("metrics", () -> report(Kind.METRICS))),
                        pathPrefix("relation", () -> path("metrics", () -> report(Kind.RELATIONS))),
                        pathPrefix("check", check::route),
                        pathPrefix(
                                "api",
                                () -> pathPrefix(
                                        "v1",
                                        () -> pathPrefix(
                                                "targets",
                                                () -> path(
                                                        "explain",
                                                        () -> parameterMap(
                                                                params -> report(query(Kind.EXPLAIN, params))))))))),
                admin.route());
    }

    private Route workload() {
        return concat(
                pathEnd(() -> report(Kind.WORKLOADS)),
                pathPrefix(
                        "node",
                        () -> path(
                                PathMatchers.segment(),
                                node -> packed(params -> {
                                    var all = new HashMap<>(params);
                                    all.put("node", node);
                                    return query(Kind.WORKLOADS, all);
                                }))));
    }

    private static ReportQuery query(Kind kind, Map<String, String> params) {
        return new ReportQuery(kind, params);
    }

    private Route report(Kind kind) {
        return report(ReportQuery.of(kind));
    }

    /** Parameters come in {@code q}, packed as workers do it. */
    private Route packed(Function<Map<String, String>, ReportQuery> query) {
        return parameterMap(params -> {
            try {
                return report(query.apply(unpacked(params.getOrDefault("q", ""))));
            } catch (IllegalArgumentException noBase64) {
                return complete(
                        Answers.message(StatusCodes.BAD_REQUEST, "q: no base64url (expected: k=v&k=v in base64url)"));
            }
        });
    }

    static Map<String, String> unpacked(String q) {
        var params = new HashMap<String, String>();
        var text = new String(Base64.getUrlDecoder().decode(q.replace("=", "")), StandardCharsets.UTF_8);
        for (var pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                params.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return params;
    }

    private Route report(ReportQuery query) {
        boolean text = query.kind() == Kind.RELATIONS || query.kind() == Kind.METRICS;
        return Answers.when(
                cluster.report(query), body -> text ? Answers.text(body) : Answers.json(StatusCodes.OK, body));
    }

    private static String version() {
        var build = ReportFacts.Build.of(BkmonitorRoutes.class);
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", build.version())
                .put("git_hash", build.gitHash())
                .put("build_time", build.buildTime())
                .toString();
    }
}
