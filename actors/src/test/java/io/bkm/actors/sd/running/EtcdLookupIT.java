package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.sd.Discovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd, over its JSON gateway. */
class EtcdLookupIT {

    @TempDir
    private Path folder;

    @Test
    void readsWhatIsUnderAPrefixInPages() throws IOException, InterruptedException, LookupFailure {
        var binaries = RealKubernetes.binaries();
        assumeTrue(binaries.isPresent(), "no etcd: BKM_KUBERNETES is not set");
        var client = "http://127.0.0.1:" + freePort();
        var peer = "http://127.0.0.1:" + freePort();
        var etcd = new ProcessBuilder(
                        binaries.orElseThrow().resolve("etcd").toString(),
                        "--data-dir=" + folder.resolve("etcd"),
                        "--unsafe-no-fsync",
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer,
                        "--log-level=error")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try (var post = new JsonPost(SdSettingsTest.settings(""))) {
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .until(() -> put(post, client, "/svd/a:1", "other"));
            for (int i = 0; i < 1001; i++) {
                assertThat(put(post, client, "/svc/10.1.1.1:" + i, "{\"addr\":\"10.1.1.1:%d\"}".formatted(i)))
                        .isTrue();
            }
            var discovery = new Discovery.Etcd(List.of(client), List.of("/svc/"), Duration.ofMinutes(1));

            var groups = new EtcdLookup(discovery, post).look("/svc/");

            assertThat(groups).hasSize(1001);
            assertThat(groups).allSatisfy(group -> assertThat(group.source()).startsWith("/svc/10.1.1.1:"));
        } finally {
            etcd.destroy();
            assertThat(etcd.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean put(JsonPost post, String url, String key, String value) throws LookupFailure {
        var answer = post.send(
                url + "/v3/kv/put", Map.of("key", base64(key), "value", base64(value)), Duration.ofSeconds(10));
        return answer.has("header");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
