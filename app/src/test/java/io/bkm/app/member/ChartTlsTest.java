package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.bkm.app.deploy.Chart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificate that the chart makes is one by which members meet. */
class ChartTlsTest {

    private static final Duration LONGEST = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @Test
    void membersTakeTheCertificateThatTheChartMakes() throws Exception {
        var secret = Chart.orSkip().template().stream()
                .filter(object -> object.at("/metadata/name").asText().equals("x-bkm-members-tls"))
                .findFirst()
                .orElseThrow();
        mount(secret.path("data"));
        var one = system();
        var other = system();
        try {
            var _ = one.actorOf(Props.empty(), "here");
            var address = ((ExtendedActorSystem) one).provider().getDefaultAddress();

            var found = other.actorSelection(address + "/user/here")
                    .resolveOne(LONGEST)
                    .toCompletableFuture()
                    .get(LONGEST.toSeconds(), TimeUnit.SECONDS);

            assertThat(address.toString()).startsWith("pekko://bkm@127.0.0.1:");
            assertThat(found.path().name()).isEqualTo("here");
        } finally {
            one.terminate();
            other.terminate();
        }
    }

    private void mount(JsonNode data) throws IOException {
        for (var file : data.properties()) {
            Files.write(
                    directory.resolve(file.getKey()),
                    Base64.getDecoder().decode(file.getValue().asText()));
        }
    }

    private ActorSystem system() {
        var tls = ConfigFactory.parseMap(Map.of("bkm.tls.enabled", true, "bkm.tls.directory", directory.toString()));
        var config = ConfigFactory.parseMap(Map.of(
                        "pekko.actor.provider", "remote",
                        "pekko.remote.artery.canonical.hostname", "127.0.0.1",
                        "pekko.remote.artery.canonical.port", 0))
                .withFallback(TlsSettings.from(tls).config())
                .withFallback(ConfigFactory.defaultReferenceUnresolved()) // Pekko's names of files follow the folder's
                .resolve();
        return ActorSystem.create("bkm", config);
    }
}
