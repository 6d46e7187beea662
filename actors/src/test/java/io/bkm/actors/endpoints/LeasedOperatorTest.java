package io.bkm.actors.endpoints;

import static io.bkm.actors.cluster.TestMembers.awaitEquals;
import static io.bkm.actors.endpoints.TestCluster.on;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.operator.Operator;
import io.bkm.actors.operator.OperatorState;
import io.bkm.actors.placement.Roles;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;

/** Operators that hold a Lease, and have no folder of their own: each is newer than all before it. */
class LeasedOperatorTest {

    private static final Config LEASED = ConfigFactory.parseString(
            "bkm { operator.lease = kubernetes, lease { duration = 30s, renew-interval = 1s } }");

    @Test
    void hasALargerEpochAfterARestartInItsMemberAndInAnother() {
        try (var cluster = new TestCluster()) {
            var spread = cluster.start(Roles.STATEFULSET, "", LEASED);
            cluster.source.failOnce();
            var first = cluster.start(Roles.OPERATOR, "", LEASED);
            cluster.members.awaitUp();
            cluster.publish(on("", 1), on("", 2));
            cluster.awaitEndpoints(2, spread);
            awaitEquals(2L, () -> epoch(first));

            var second = cluster.start(Roles.OPERATOR, "", LEASED);
            cluster.members.awaitUp();
            cluster.leave(first);
            cluster.publish(on("", 1), on("", 2), on("", 3));

            cluster.awaitEndpoints(3, spread);
            awaitEquals(3L, () -> epoch(second));
        }
    }

    /** -1 while nobody answers. */
    private static long epoch(TestNode node) {
        try {
            return AskPattern.<Operator.Command, OperatorState>ask(
                            node.operator(),
                            replyTo -> new Operator.GetState(0, replyTo),
                            Duration.ofSeconds(10),
                            node.system().scheduler())
                    .toCompletableFuture()
                    .join()
                    .generation()
                    .epoch();
        } catch (CompletionException nobody) {
            return -1;
        }
    }
}
