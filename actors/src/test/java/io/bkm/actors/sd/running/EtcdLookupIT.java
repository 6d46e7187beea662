package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bkm.actors.resources.kubernetes.RealEtcd;
import io.bkm.actors.sd.Discovery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real etcd, over its JSON gateway. */
class EtcdLookupIT {

    @TempDir
    private Path folder;

    @Test
    void readsWhatIsUnderAPrefixInPages() throws IOException, LookupFailure {
        try (var etcd = RealEtcd.startOrSkip(folder, "the lookup of etcd_sd_configs");
                var post = new JsonPost(SdSettingsTest.settings(""))) {
            var client = etcd.url();
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
}
