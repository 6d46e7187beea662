package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnacknowledgedTest {

    private static final ShardKey SHARD = new ShardKey.Node("n1");

    private final Unacknowledged shards = new Unacknowledged();

    @Test
    void waitsUntilTheMemberHasTheNewestList() {
        shards.published(SHARD, new Generation(1, 5), false, 1000);
        shards.published(SHARD, new Generation(1, 6), false, 2000);

        assertThat(shards.applied(SHARD, new Generation(1, 5), 2500)).isEmpty();
        assertThat(shards.size()).isEqualTo(1);
        assertThat(shards.applied(SHARD, new Generation(1, 6), 3500)).contains(Duration.ofMillis(1500));
        assertThat(shards.size()).isZero();
    }

    @Test
    void doesNotWaitForAShardWithoutEndpoints() {
        shards.published(SHARD, new Generation(1, 5), false, 1000);
        shards.published(SHARD, new Generation(1, 6), true, 2000);

        assertThat(shards.size()).isZero();
    }

    @Test
    void countsAnAnswerOnce() {
        shards.published(SHARD, new Generation(1, 5), false, 1000);

        assertThat(shards.applied(SHARD, new Generation(1, 5), 1000)).contains(Duration.ZERO);
        assertThat(shards.applied(SHARD, new Generation(1, 5), 9000)).isEmpty();
    }
}
