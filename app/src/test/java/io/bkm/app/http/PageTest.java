package io.bkm.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bkm.actors.cluster.ClusterStatus;
import io.bkm.actors.cluster.ClusterStatus.MemberInfo;
import io.bkm.actors.cluster.ClusterStatus.OwnedTarget;
import io.bkm.actors.cluster.ClusterStatus.Targets;
import io.bkm.actors.discovery.Rejected;
import io.bkm.actors.endpoints.Health;
import io.bkm.actors.endpoints.TargetStatus;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.operator.ReportQuery;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.targets.EndpointId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser: what it shows of a cluster that is known. */
class PageTest {

    private static ActorTestKit testKit;
    private static String url;

    @TempDir
    private Path profile;

    @BeforeAll
    static void serve() {
        testKit = ActorTestKit.create();
        var binding = new HttpApi(
                        new KnownCluster(),
                        () -> "",
                        () -> true,
                        new BkmonitorRoutes(new KnownCluster(), new ApiSettings(""), () -> ""))
                .bind(testKit.system(), "127.0.0.1", 0)
                .toCompletableFuture()
                .join();
        url = "http://127.0.0.1:" + binding.localAddress().getPort() + "/";
    }

    @AfterAll
    static void end() {
        testKit.shutdownTestKit();
    }

    @Test
    void showsMembersTargetsAndWhatWasRejected() throws Exception {
        var browser = browser();
        assumeTrue(
                browser.isPresent(),
                "no Chromium here: the page was not looked at (./bkm test installs it where it can)");

        var page = render(browser.get());

        assertThat(page)
                .contains("2 members, 2 targets: 1 up, 1 down, 0 not scraped yet")
                .contains("10.0.0.1:7355", "10.0.0.2:7355", "node:node-a", "unreachable")
                .contains("no answer from 10.0.0.3:7355")
                .contains("serviceMonitor/shop/shop/0", "http://10.0.0.9:8080/metrics", "1500100")
                .contains("connection refused: 10.0.0.8:1")
                .contains("ServiceMonitor shop/broken: spec.endpoints[0].interval: 30 (expected: a duration)")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("asking the cluster");
    }

    private String render(String browser) throws IOException, InterruptedException {
        var out = profile.resolve("page.html");
        var process = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--user-data-dir=" + profile.resolve("chromium"),
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        url)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("the browser ended")
                .isTrue();
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    private static Optional<String> browser() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of("/usr/bin/", "/usr/local/bin/", "/opt/google/chrome/")
                        .map(directory -> directory + name))
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    /** Two members, one of whose targets is down, and labels that would be markup if the page let them. */
    private static final class KnownCluster implements ClusterView {

        @Override
        public CompletionStage<String> report(ReportQuery query) {
            return CompletableFuture.completedStage("[]");
        }

        @Override
        public void dispatch() {}

        @Override
        public List<MemberInfo> members() {
            return List.of(
                    new MemberInfo("10.0.0.1:7355", new TreeSet<>(Set.of("operator", "statefulset")), "Up", true),
                    new MemberInfo("10.0.0.2:7355", new TreeSet<>(Set.of("daemonset", "node:node-a")), "Up", false));
        }

        @Override
        public CompletionStage<Targets> targets() {
            return CompletableFuture.completedStage(new Targets(
                    List.of(
                            target("http://10.0.0.9:8080/metrics", Health.UP, ""),
                            target("http://10.0.0.8:1/metrics", Health.DOWN, "connection refused: 10.0.0.8:1")),
                    List.of("10.0.0.3:7355"),
                    false));
        }

        private static OwnedTarget target(String url, Health health, String error) {
            var status = new TargetStatus(
                    new ShardKey.Node("node-a"),
                    new EndpointId("00"),
                    url,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(10),
                    "serviceMonitor/shop/shop/0",
                    Labels.of("job", "<script>alert(1)</script>"),
                    1500100L,
                    health,
                    1_795_300_000_000L,
                    Duration.ofMillis(12),
                    8,
                    7,
                    error,
                    3,
                    0);
            return new OwnedTarget("10.0.0.2:7355", status);
        }

        @Override
        public Source<ByteString, NotUsed> lines(List<ClusterStatus.Look> looks, int atOnce) {
            return Source.empty();
        }

        @Override
        public CompletionStage<OperatorState> operator() {
            var rejected = List.of(new Rejected(
                    "ServiceMonitor", "shop", "broken", "spec.endpoints[0].interval: 30 (expected: a duration)"));
            return CompletableFuture.completedStage(
                    new OperatorState(true, Generation.NONE, 2, 2, 0, List.of(), 1, rejected, 0, List.of(), "", -1));
        }
    }
}
