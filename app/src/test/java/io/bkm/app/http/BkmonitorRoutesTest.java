package io.bkm.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.ClusterStatus.MemberInfo;
import io.bkm.actors.cluster.ClusterStatus.Targets;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.ReportQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class BkmonitorRoutesTest {

    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final String TOKEN = "s3cret";

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

    private static String pack(String params) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(params.getBytes(StandardCharsets.UTF_8));
    }

    /** A cluster that answers with the question. */
    private static final class Asked implements ClusterView {

        private final AtomicInteger dispatched = new AtomicInteger();
        private volatile @Nullable RuntimeException failure;

        @Override
        public List<MemberInfo> members() {
            return new ArrayList<>();
        }

        @Override
        public CompletionStage<Targets> targets() {
            return CompletableFuture.failedStage(new IllegalStateException("not asked for"));
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
