package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.completeWithFuture;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.formField;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.post;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.ReportQuery.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCode;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.LoggerFactory;

/**
 * The routes of bkmonitor-operator's HTTP API (specs/bkmonitor-operator.md 7.1), answered by any member: what hangs on
 * resources it asks of the operator. Whatever changes something or shows the process from inside needs the token.
 */
public final class BkmonitorRoutes {

    private static final JsonMapper JSON = new JsonMapper();

    private final ClusterView cluster;
    private final ApiSettings settings;
    private final Supplier<String> configuration;
    private final Profiles profiles = new Profiles();

    /** @param configuration the settings in force, without secrets */
    public BkmonitorRoutes(ClusterView cluster, ApiSettings settings, Supplier<String> configuration) {
        this.cluster = cluster;
        this.settings = settings;
        this.configuration = configuration;
    }

    Route route() {
        return concat(
                get(() -> concat(
                        path("version", () -> complete(json(StatusCodes.OK, version()))),
                        path("cluster_info", () -> report(Kind.CLUSTER_INFO)),
                        path("labeljoin", () -> packed(params -> query(Kind.LABEL_JOIN, params))),
                        path("pods", () -> parameterMap(params -> report(query(Kind.PODS, params)))),
                        pathPrefix("workload", this::workload),
                        pathPrefix("operator", () -> path("metrics", () -> report(Kind.METRICS))),
                        pathPrefix("relation", () -> path("metrics", () -> report(Kind.RELATIONS))),
                        pathPrefix("check", this::check),
                        pathPrefix(
                                "api",
                                () -> pathPrefix(
                                        "v1",
                                        () -> pathPrefix(
                                                "targets",
                                                () -> path(
                                                        "explain",
                                                        () -> parameterMap(
                                                                params -> report(query(Kind.EXPLAIN, params))))))),
                        path("configs", () -> withToken(() -> complete(text(configuration.get())))),
                        pathPrefix(
                                "debug",
                                () -> pathPrefix(
                                        "pprof",
                                        () -> path(PathMatchers.segment(), name -> withToken(() -> profile(name))))))),
                pathPrefix("-", this::administration));
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

    private Route check() {
        return concat(
                path("dataid", () -> report(Kind.DATA_IDS)),
                path("namespace", () -> report(Kind.NAMESPACES)),
                path("monitor_blacklist", () -> report(Kind.IGNORED_MONITORS)),
                path("active_discover", () -> report(Kind.DISCOVERIES)),
                path("active_shared_discovery", () -> report(Kind.SHARED_DISCOVERIES)),
                path("active_child_config", () -> report(Kind.CHILD_CONFIGS)),
                path("monitor_resource", () -> report(Kind.MONITOR_TARGETS)));
    }

    private Route administration() {
        return concat(
                path(
                        "dispatch",
                        () -> onlyPost("/-/dispatch", () -> {
                            cluster.dispatch();
                            return complete(success());
                        })),
                path("logger", () -> onlyPost("/-/logger", () -> formField("level", BkmonitorRoutes::setLevel))));
    }

    /** The JSON of the original, in its spelling. */
    private Route onlyPost(String route, Supplier<Route> action) {
        return concat(
                post(() -> withToken(action)),
                complete(json(
                        StatusCodes.METHOD_NOT_ALLOWED,
                        "{\"msg\": \"" + route + " route only POST method supported\"}")));
    }

    private static HttpResponse success() {
        return json(StatusCodes.OK, "{\"status\": \"success\"}");
    }

    private static Route setLevel(String name) {
        var level = Level.toLevel(name, null);
        if (level == null) {
            return complete(message(
                    StatusCodes.BAD_REQUEST, "level: \"" + name + "\" (expected: error, warn, info, debug or trace)"));
        }
        if (LoggerFactory.getLogger("io.bkm") instanceof Logger ours) {
            ours.setLevel(level);
        }
        return complete(success());
    }

    private Route withToken(Supplier<Route> action) {
        return optionalHeaderValueByName("Authorization", authorization -> {
            if (settings.allows(authorization)) {
                return action.get();
            }
            return complete(
                    settings.hasToken()
                            ? message(StatusCodes.UNAUTHORIZED, "expected: Authorization: Bearer <bkm.api.token>")
                            : message(StatusCodes.FORBIDDEN, "bkm.api.token is not set (expected: a token)"));
        });
    }

    private Route profile(String name) {
        return parameterMap(params -> {
            if (!name.equals("profile") && !name.equals("trace") && !name.equals("snapshot")) {
                return Profiles.text(name)
                        .map(text -> complete(text(text)))
                        .orElseGet(
                                () -> complete(message(StatusCodes.NOT_FOUND, name + " has no counterpart in Java")));
            }
            try {
                var seconds = Long.parseLong(params.getOrDefault("seconds", "30"));
                return completeWithFuture(
                        profiles.record(name.equals("trace") ? "profile" : "default", Duration.ofSeconds(seconds))
                                .thenApply(bytes -> HttpResponse.create()
                                        .withEntity(ContentTypes.APPLICATION_OCTET_STREAM, bytes)));
            } catch (NumberFormatException noNumber) {
                return complete(message(
                        StatusCodes.BAD_REQUEST, "seconds: " + params.get("seconds") + " (expected: a number)"));
            } catch (Profiles.Refused refused) {
                return complete(message(StatusCodes.CONFLICT, Objects.toString(refused.getMessage())));
            }
        });
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
                return complete(message(StatusCodes.BAD_REQUEST, "q: no base64url (expected: k=v&k=v in base64url)"));
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
        return onComplete(cluster.report(query), outcome -> {
            if (outcome.isSuccess()) {
                return complete(
                        query.kind() == Kind.RELATIONS || query.kind() == Kind.METRICS
                                ? text(outcome.get())
                                : json(StatusCodes.OK, outcome.get()));
            }
            return complete(message(
                    StatusCodes.SERVICE_UNAVAILABLE, reason(outcome.failed().get())));
        });
    }

    private static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof TimeoutException
                ? "no answer in time: no operator runs, or it cannot be reached"
                : Objects.toString(cause.getMessage(), cause.toString());
    }

    private static String version() {
        var implementation = BkmonitorRoutes.class.getPackage().getImplementationVersion();
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", implementation == null ? "unknown" : implementation)
                .put("git_hash", "unknown")
                .put("build_time", "unknown")
                .toString();
    }

    private static HttpResponse message(StatusCode status, String message) {
        return json(status, JSON.createObjectNode().put("msg", message).toString());
    }

    private static HttpResponse json(StatusCode status, String body) {
        return HttpResponse.create().withStatus(status).withEntity(ContentTypes.APPLICATION_JSON, body);
    }

    private static HttpResponse text(String body) {
        return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, body.getBytes(StandardCharsets.UTF_8));
    }
}
