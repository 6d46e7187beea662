package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GseSinkTest {
    private final ActorSystem system = ActorSystem.create("gse");

    @TempDir
    Path dir;

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void deliversWhatWasPutBeforeTheAgentCame() throws Exception {
        var counters = new GseCounters(10);
        var outlet = GseSink.create(settings(), counters).run(system);
        outlet.put(packet("{\"a\":1}"));

        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            var _ = server.bind(UnixDomainSocketAddress.of(dir.resolve("s")));
            var agent = server.accept();
            var reader = new GseFrameReader(agent, 1 << 20);
            assertThat(reader.read()).isInstanceOf(GseFrame.ConfigRequest.class);
            var info = new AgentInfo(0, 2, 0, "10.0.0.1", "agent-1", "", "").toJson();
            var _ = agent.write(
                    new AgentMessage(GseFrame.TYPE_CONFIG, info).encode().asByteBuffer());

            var frame = (GseFrame.Dynamic) Objects.requireNonNull(reader.read());
            var _ = outlet.shutdown().toCompletableFuture().get(10, TimeUnit.SECONDS);

            assertThat(frame.data().utf8String()).startsWith("{\"bizid\":0,").contains("\"data\":[{\"a\":1}]");
            assertThat(reader.read()).isNull();
        }
        assertThat(counters.snapshot().sent()).containsOnlyKeys(5L);
    }

    private GseSettings settings() {
        var endpoint = ConfigFactory.parseString("bkm.gse.endpoint = \"" + dir.resolve("s") + "\"");
        return GseSettings.from(endpoint.withFallback(ConfigFactory.load()));
    }

    private static GsePacket packet(String items) {
        return new GsePacket(5, GsePacket.Type.METRICBEAT, 1, 2, ByteString.fromString(items), 1);
    }
}
