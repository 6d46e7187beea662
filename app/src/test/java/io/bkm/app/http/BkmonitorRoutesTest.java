package io.bkm.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.ClusterStatus.Look;
import io.bkm.actors.cluster.ClusterStatus.MemberInfo;
import io.bkm.actors.cluster.ClusterStatus.OwnedTarget;
import io.bkm.actors.cluster.ClusterStatus.Targets;
import io.bkm.actors.endpoints.Health;
import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BkmonitorRoutesTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String TOKEN = "s3cret";
    private static final String LINES = "a_total{x=\"1\"} 1\na_total{x=\"2\"} 2\nb 3.5\nc{le=\"+Inf\"} NaN\n";

    private final Asked cluster = new Asked();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void asksTheOperatorForWhatARouteShows() throws Exception {
        var routes = Map.ofEntries(
                Map.entry("/cluster_info", "CLUSTER_INFO{}"),
                Map.entry("/check?monitor=shop&workers=3", "CHECK{monitor=shop}"),
                Map.entry("/check/dataid", "DATA_IDS{}"),
                Map.entry("/check/namespace", "NAMESPACES{}"),
                Map.entry("/check/monitor_blacklist", "IGNORED_MONITORS{}"),
                Map.entry("/check/active_discover", "DISCOVERIES{}"),
                Map.entry("/check/active_child_config", "CHILD_CONFIGS{}"),
                Map.entry("/check/active_shared_discovery", "SHARED_DISCOVERIES{}"),
                Map.entry("/check/monitor_resource", "MONITOR_TARGETS{}"),
                Map.entry("/workload", "WORKLOADS{}"),
                Map.entry("/workload/node/n1?q=" + pack("podName=shop-0"), "WORKLOADS{node=n1, podName=shop-0}"),
                Map.entry("/labeljoin?q=" + pack("kind=Pod&labels=a,b"), "LABEL_JOIN{kind=Pod, labels=a,b}"),
                Map.entry("/pods?all=true", "PODS{all=true}"),
                Map.entry("/relation/metrics", "RELATIONS{}"),
                Map.entry("/operator/metrics", "METRICS{}"),
                Map.entry("/api/v1/targets/explain?monitor=shop/web", "EXPLAIN{monitor=shop/web}"));

        for (var route : routes.entrySet()) {
            assertThat(get(route.getKey(), "").body()).as(route.getKey()).isEqualTo("\"" + route.getValue() + "\"");
        }
    }

    @Test
    void tellsOfTheLastScrapesInTheShapeOfTheOriginal() throws Exception {
        cluster.targets = new Targets(
                List.of(
                        target("serviceMonitor/infra/ex/0", Health.UP, 12),
                        target("serviceMonitor/infra/ex/1", Health.UP, 12),
                        target("serviceMonitor/infra/refused/0", Health.DOWN, 0)),
                List.of(),
                false);

        assertThat(get("/check/scrape?workers=1", "").body())
                .isEqualTo("{\"monitor_count\":2,\"lines_total\":24,\"errors_total\":1,\"stats\":["
                        + "{\"monitor_name\":\"ex\",\"namespace\":\"infra\",\"lines\":24,\"errors\":0},"
                        + "{\"monitor_name\":\"refused\",\"namespace\":\"infra\",\"lines\":0,\"errors\":1}]}");
    }

    @Test
    void saysWhatIsMissingInTheNumbersOfScrapes() throws Exception {
        cluster.targets =
                new Targets(List.of(target("podMonitor/a/b/0", Health.UP, 3_000_001)), List.of("10.0.0.3:7355"), true);

        assertThat(get("/check/scrape", "").body())
                .endsWith("\"silent_members\":[\"10.0.0.3:7355\"],\"truncated\":true}");
        assertThat(get("/check?scrape=true", "").body())
                .startsWith("\"CHECK{monitor=}\"\n[x] check scrape stats\n")
                .contains("* more than 3000000 samples", "* members that did not tell", "* more targets than");
    }

    /** As recorded (conformance/bkmonitor/secrets, 31-check-scrape): six targets that answer four lines. */
    @Test
    void asksEachEndpointOnceForItsLines() throws Exception {
        cluster.targets = new Targets(
                IntStream.range(0, 6)
                        .mapToObj(i ->
                                target("serviceMonitor/infra/ex/0", "http://10.8.0." + i + ":18098/two", Health.UP, 4))
                        .toList(),
                List.of(),
                false);

        assertThat(get("/check/scrape/infra", "").statusCode()).isEqualTo(401);
        assertThat(get("/check/scrape/infra/ex?workers=1", TOKEN).body()).isEqualTo(LINES.repeat(6));
        assertThat(get("/check/scrape/infra?analyze=true&topn=2", TOKEN).body())
                .isEqualTo("[{\"metric\":\"a_total\",\"count\":12,\"sample\":\"a_total{x=\\\"2\\\"} 2\"},"
                        + "{\"metric\":\"b\",\"count\":6,\"sample\":\"b 3.5\"}]");
        assertThat(get("/check/scrape/none", TOKEN).body())
                .isEqualTo("warning: no monitor targets found, namespace=none, monitor=\n");
        for (var part : List.of("10.8.0.2:18098/two", "10-8-0-2-18098-two", "8.0.2")) {
            assertThat(get("/check/scrape/infra/ex?endpoint=" + part, TOKEN).body())
                    .as(part)
                    .isEqualTo(LINES);
        }
    }

    @Test
    void listsItsRoutesForWhoAsksForText() throws Exception {
        assertThat(get("/routes", "").body()).contains("* GET /check/monitor_resource");
        assertThat(send(HttpRequest.newBuilder().header("Accept", "text/plain"), "/", "")
                        .body())
                .isEqualTo(RouteList.TEXT);
        assertThat(get("/", "").body()).contains("<html");
    }

    @Test
    void listsNoRouteThatIsNotThere() throws Exception {
        for (var line :
                RouteList.TEXT.lines().filter(one -> one.startsWith("* GET ")).toList()) {
            var route = line.substring("* GET ".length())
                    .replaceFirst("[?].*", "")
                    .replace("{node}", "n1")
                    .replaceFirst("[{].*", "cmdline");
            assertThat(get(route, TOKEN).statusCode()).as(line).isNotEqualTo(404);
        }
    }

    @Test
    void saysWhyThereIsNoAnswer() throws Exception {
        cluster.failure = new IllegalStateException("the operator has read no resources yet");

        var answer = get("/check/dataid", "");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("{\"msg\":\"the operator has read no resources yet\"}");
        assertThat(get("/labeljoin?q=*", "").statusCode()).isEqualTo(400);
    }

    @Test
    void changesNothingWithoutTheToken() throws Exception {
        assertThat(post("/-/dispatch", "", "").statusCode()).isEqualTo(401);
        assertThat(post("/-/dispatch", "wrong", "").statusCode()).isEqualTo(401);
        assertThat(get("/configs", "").statusCode()).isEqualTo(401);
        assertThat(get("/debug/pprof/heap", "").statusCode()).isEqualTo(401);
        assertThat(cluster.dispatched.get()).isZero();

        assertThat(post("/-/dispatch", TOKEN, "").body()).isEqualTo("{\"status\": \"success\"}");

        assertThat(cluster.dispatched.get()).isEqualTo(1);
    }

    @Test
    void answersTheWrongMethodAsTheOriginal() throws Exception {
        var answer = get("/-/dispatch", "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.body()).isEqualTo("{\"msg\": \"/-/dispatch route only POST method supported\"}");
    }

    @Test
    void setsTheLevelOfTheLog() throws Exception {
        assertThat(post("/-/logger", TOKEN, "level=loud").statusCode()).isEqualTo(400);
        assertThat(post("/-/logger", TOKEN, "level=warn").statusCode()).isEqualTo(200);
    }

    @Test
    void showsTheProcessFromInside() throws Exception {
        assertThat(get("/debug/pprof/heap", TOKEN).body()).contains("java.lang.String");
        assertThat(get("/debug/pprof/goroutine", TOKEN).body()).contains("main");
        assertThat(get("/debug/pprof/mutex", TOKEN).statusCode()).isEqualTo(404);
        assertThat(get("/debug/pprof/profile?seconds=0", TOKEN).statusCode()).isEqualTo(409);
        assertThat(get("/debug/pprof/profile?seconds=1", TOKEN).body()).startsWith("FLR");
        assertThat(get("/configs", TOKEN).body()).isEqualTo("a = 1");
    }

    @Test
    void itsSettingsAreTheKeysOfTheirSection() {
        assertThat(ConfigFactory.defaultReference().getConfig("bkm.api").root().keySet())
                .containsExactly("token");
    }

    @Test
    void hidesItsToken() {
        assertThat(new ApiSettings(TOKEN).toString()).doesNotContain(TOKEN);
        assertThat(ApiSettings.from(ConfigFactory.defaultReference()).hasToken())
                .isFalse();
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(), path, token);
    }

    private HttpResponse<String> post(String path, String token, String form) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                path,
                token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String path, String token)
            throws IOException, InterruptedException {
        var routes = new BkmonitorRoutes(cluster, new ApiSettings(TOKEN), () -> "a = 1");
        var binding = new HttpApi(cluster, () -> "", () -> true, routes)
                .bind(KIT.system(), "127.0.0.1", 0)
                .toCompletableFuture()
                .join();
        try {
            if (!token.isEmpty()) {
                var _ = request.header("Authorization", "Bearer " + token);
            }
            var url = "http://127.0.0.1:" + binding.localAddress().getPort() + path;
            return client.send(
                    request.uri(URI.create(url)).build(),
                    HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        } finally {
            var _ = binding.unbind();
        }
    }

    private static OwnedTarget target(String pool, Health health, int samples) {
        return target(pool, "http://10.0.0.9:8080/metrics", health, samples);
    }

    private static OwnedTarget target(String pool, String url, Health health, int samples) {
        var status = new TargetStatus(
                new ShardKey.Node("node-a"),
                new EndpointId(url),
                url,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                pool,
                Labels.of("job", "ex"),
                1500100L,
                health,
                1_795_300_000_000L,
                Duration.ofMillis(12),
                samples,
                0,
                "",
                3,
                0);
        return new OwnedTarget("10.0.0.2:7355", status);
    }

    private static String pack(String params) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(params.getBytes(StandardCharsets.UTF_8));
    }

    /** A cluster that answers with the question. */
    private static final class Asked implements ClusterView {

        private final AtomicInteger dispatched = new AtomicInteger();
        private volatile @Nullable RuntimeException failure;
        private volatile Targets targets = new Targets(List.of(), List.of(), false);

        @Override
        public List<MemberInfo> members() {
            return new ArrayList<>();
        }

        @Override
        public CompletionStage<Targets> targets() {
            return CompletableFuture.completedStage(targets);
        }

        @Override
        public Source<ByteString, NotUsed> lines(List<Look> looks, int atOnce) {
            return Source.from(looks).map(_ -> ByteString.fromString(LINES));
        }

        @Override
        public CompletionStage<OperatorState> operator() {
            return CompletableFuture.failedStage(new IllegalStateException("not asked for"));
        }

        @Override
        public CompletionStage<String> report(ReportQuery query) {
            return failure != null
                    ? CompletableFuture.failedStage(failure)
                    : CompletableFuture.completedStage("\"" + query.kind() + new TreeMap<>(query.params()) + "\"");
        }

        @Override
        public void dispatch() {
            var _ = dispatched.incrementAndGet();
        }
    }
}
