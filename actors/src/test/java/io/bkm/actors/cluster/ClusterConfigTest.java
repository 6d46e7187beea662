package io.bkm.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.cluster.ClusterConfig.Identity;
import io.bkm.actors.placement.Roles;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {

    private static final Identity NODE_MEMBER =
            new Identity(Set.of(Roles.DAEMONSET, Roles.EVENT), "node-a", "127.0.0.1", 7355, List.of("10.0.0.1:7355"));

    @Test
    void saysWhoTheMemberIs() {
        var config = ClusterConfig.of(NODE_MEMBER, ConfigFactory.empty());

        assertThat(config.getStringList("pekko.cluster.roles")).containsExactly("daemonset", "event", "node:node-a");
        assertThat(config.getStringList("pekko.cluster.seed-nodes")).containsExactly("pekko://bkm@10.0.0.1:7355");
        assertThat(config.getInt("pekko.remote.artery.canonical.port")).isEqualTo(7355);
    }

    @Test
    void setsPekkoAsBkmNeedsItWhateverTheOrderOfTheJars() {
        var config = ClusterConfig.of(NODE_MEMBER, ConfigFactory.empty());

        assertThat(config.getString("pekko.cluster.sharding.passivation.strategy"))
                .isEqualTo("none");
        assertThat(config.getStringList("pekko.cluster.sharding.distributed-data.durable.keys"))
                .isEmpty();
        assertThat(config.getString("pekko.cluster.split-brain-resolver.keep-majority.role"))
                .isEqualTo(Roles.STATEFULSET);
        assertThat(config.getString("pekko.coordinated-shutdown.exit-jvm")).isEqualTo("off");
        assertThat(binding(config)).isEqualTo("jackson-cbor");
    }

    @Test
    void letsTheUserHaveTheLastWord() {
        var config = ClusterConfig.of(
                NODE_MEMBER, ConfigFactory.parseString("pekko.cluster.split-brain-resolver.stable-after = 7s"));

        assertThat(config.getDuration("pekko.cluster.split-brain-resolver.stable-after"))
                .hasSeconds(7);
    }

    @Test
    void needsTheNodeOfADaemonsetMember() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Identity(Set.of(Roles.DAEMONSET), "", "127.0.0.1", 0, List.of()))
                .withMessageContaining("expected: the name of its node");
    }

    private static String binding(Config config) {
        return config.getConfig("pekko.actor.serialization-bindings").getString("\"io.bkm.actors.CborSerializable\"");
    }
}
