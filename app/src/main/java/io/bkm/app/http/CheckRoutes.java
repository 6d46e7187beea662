package io.bkm.app.http;

import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.extractMaterializer;
import static org.apache.pekko.http.javadsl.server.Directives.parameterMap;
import static org.apache.pekko.http.javadsl.server.Directives.path;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;

import io.bkm.actors.cluster.ClusterStatus.Look;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.operator.ReportQuery.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /check} and what is below it: what there is, and what became of it. What makes targets answer once more needs the
 * token.
 */
final class CheckRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(CheckRoutes.class);
    private static final int DEFAULT_WORKERS = 16;
    private static final int MAX_WORKERS = 64;

    private final ClusterView cluster;
    private final TokenGuard guard;
    private final Function<Kind, Route> report;

    /** @param report answers with a report without parameters */
    CheckRoutes(ClusterView cluster, TokenGuard guard, Function<Kind, Route> report) {
        this.cluster = cluster;
        this.guard = guard;
        this.report = report;
    }

    Route route() {
        return concat(
                pathEnd(() -> parameterMap(params -> Answers.when(check(params), Answers::text))),
                path("dataid", () -> report.apply(Kind.DATA_IDS)),
                path("namespace", () -> report.apply(Kind.NAMESPACES)),
                path("monitor_blacklist", () -> report.apply(Kind.IGNORED_MONITORS)),
                path("active_discover", () -> report.apply(Kind.DISCOVERIES)),
                path("active_shared_discovery", () -> report.apply(Kind.SHARED_DISCOVERIES)),
                path("active_child_config", () -> report.apply(Kind.CHILD_CONFIGS)),
                path("monitor_resource", () -> report.apply(Kind.MONITOR_TARGETS)),
                pathPrefix("scrape", this::scrape));
    }

    private Route scrape() {
        return concat(
                pathEnd(() -> Answers.when(
                        cluster.targets(), targets -> Answers.value(StatusCodes.OK, ScrapeStats.of(targets)))),
                path(PathMatchers.segment(), namespace -> guard.withToken(() -> lines(namespace, ""))),
                path(
                        PathMatchers.segment().slash(PathMatchers.segment()),
                        (namespace, monitor) -> guard.withToken(() -> lines(namespace, monitor))));
    }

    private Route lines(String namespace, String monitor) {
        return parameterMap(params -> extractMaterializer(materializer -> Answers.when(
                cluster.targets().thenCompose(targets -> {
                    var looks = ScrapeLines.looks(targets, namespace, monitor, params.getOrDefault("endpoint", ""));
                    return looks.isEmpty()
                            ? CompletableFuture.completedStage(
                                    Answers.text("warning: no monitor targets found, namespace=" + namespace
                                            + ", monitor=" + monitor + "\n"))
                            : lines(looks, params, materializer);
                }),
                Function.identity())));
    }

    private CompletionStage<HttpResponse> lines(
            List<Look> looks, Map<String, String> params, Materializer materializer) {
        LOG.atInfo().addKeyValue("endpoints", looks.size()).log("asked to answer once more");
        var lines = cluster.lines(looks, number(params, "workers", DEFAULT_WORKERS, MAX_WORKERS));
        if (!"true".equals(params.get("analyze"))) {
            return CompletableFuture.completedStage(
                    HttpResponse.create().withEntity(HttpEntities.create(ContentTypes.TEXT_PLAIN_UTF8, lines)));
        }
        int most = number(params, "topn", 0, Integer.MAX_VALUE);
        return lines.runFold(new ScrapeLines(), ScrapeLines::add, materializer)
                .thenApply(all -> Answers.value(StatusCodes.OK, all.top(most)));
    }

    /** The default where it is none, as in the original. */
    private static int number(Map<String, String> params, String name, int otherwise, int most) {
        try {
            int number = Integer.parseInt(params.getOrDefault(name, ""));
            return number > 0 ? Math.min(number, most) : otherwise;
        } catch (NumberFormatException none) {
            return otherwise;
        }
    }

    /** What the operator says, and what the members say of their last scrapes where that is asked for. */
    private CompletionStage<String> check(Map<String, String> params) {
        var monitor = params.getOrDefault("monitor", "");
        var report = cluster.report(new ReportQuery(Kind.CHECK, Map.of("monitor", monitor)));
        return "true".equals(params.get("scrape"))
                ? report.thenCombine(cluster.targets(), (text, targets) -> text + ScrapeStats.section(targets))
                : report;
    }
}
