package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.getFromResource;
import static org.apache.pekko.http.javadsl.server.Directives.onComplete;
import static org.apache.pekko.http.javadsl.server.Directives.optionalHeaderValueByName;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.Directives.pathSingleSlash;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a member answers over HTTP: its page, its metrics, its checks and Prometheus' targets; then the routes of the original. */
public final class HttpApi {

    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);
    private static final ContentType EXPOSITION = ContentTypes.parse("text/plain; version=0.0.4; charset=utf-8");

    private final ClusterView cluster;
    private final Supplier<String> metrics;
    private final BooleanSupplier ready;
    private final BkmonitorRoutes bkmonitor;

    /**
     * @param metrics the text of {@code /metrics}
     * @param ready whether the member is part of a cluster
     * @param bkmonitor the routes of the original
     */
    public HttpApi(ClusterView cluster, Supplier<String> metrics, BooleanSupplier ready, BkmonitorRoutes bkmonitor) {
        this.cluster = cluster;
        this.metrics = metrics;
        this.ready = ready;
        this.bkmonitor = bkmonitor;
    }

    /** Begins to answer. Fails when the port is taken. */
    public CompletionStage<ServerBinding> bind(ClassicActorSystemProvider system, String host, int port) {
        return Http.get(system).newServerAt(host, port).bind(route());
    }

    Route route() {
        return concat(ours(), bkmonitor.route());
    }

    private Route ours() {
        return get(() -> concat(
                pathSingleSlash(HttpApi::root),
                path("routes", () -> complete(Answers.text(RouteList.TEXT))),
                pathPrefix("web", () -> path(PathMatchers.segment(), this::file)),
                path("metrics", () -> complete(exposition(metrics.get()))),
                path("alive", () -> complete(StatusCodes.OK, "alive\n")),
                path("ready", this::ready),
                pathPrefix(
                        "api",
                        () -> pathPrefix(
                                "v1",
                                () -> concat(
                                        path("targets", () -> answer(cluster.targets(), TargetsJson::of)),
                                        path("members", () -> complete(Answers.value(StatusCodes.OK, members()))),
                                        path("operator", () -> answer(cluster.operator(), state -> state)))))));
    }

    /** The page; the list of routes for who asks for text and not for a page. */
    private static Route root() {
        return optionalHeaderValueByName(
                "Accept",
                accept -> accept.filter(types -> types.contains("text/plain") && !types.contains("text/html"))
                                .isPresent()
                        ? complete(Answers.text(RouteList.TEXT))
                        : getFromResource("web/index.html"));
    }

    private Route file(String name) {
        return List.of("page.css", "page.js").contains(name)
                ? getFromResource("web/" + name)
                : complete(StatusCodes.NOT_FOUND, "no such file\n");
    }

    private Route ready() {
        return ready.getAsBoolean()
                ? complete(StatusCodes.OK, "ready\n")
                : complete(StatusCodes.SERVICE_UNAVAILABLE, "not a member of a cluster yet\n");
    }

    private Map<String, Object> members() {
        return Map.of("status", "success", "data", cluster.members());
    }

    private static <T> Route answer(CompletionStage<T> stage, Function<T, Object> body) {
        return onComplete(stage, outcome -> {
            if (outcome.isSuccess()) {
                return complete(Answers.value(StatusCodes.OK, body.apply(outcome.get())));
            }
            var reason = Answers.reason(outcome.failed().get());
            log.atWarn().addKeyValue("reason", reason).log("the cluster did not answer");
            return complete(Answers.value(
                    StatusCodes.SERVICE_UNAVAILABLE,
                    Map.of("status", "error", "errorType", "unavailable", "error", reason)));
        });
    }

    private static HttpResponse exposition(String text) {
        return HttpResponse.create().withEntity(EXPOSITION, text.getBytes(StandardCharsets.UTF_8));
    }
}
