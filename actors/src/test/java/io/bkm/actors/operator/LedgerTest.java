package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.endpoints.Samples;
import io.bkm.actors.operator.Ledger.Placed;
import io.bkm.actors.placement.AssignedEndpoint;
import io.bkm.actors.placement.Generation;
import io.bkm.actors.placement.ShardKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final ShardKey A = new ShardKey.Node("a");
    private static final ShardKey B = new ShardKey.Node("b");
    private static final ShardKey C = new ShardKey.Node("c");
    private static final long START = 1_700_000_000_000L;
    private static final long DELAY = 5_000;
    private static final long SHRINK_DELAY = 30_000;

    private final Ledger ledger = new Ledger(
            new OperatorSettings(
                    OperatorSettings.Lease.NONE,
                    "",
                    128 * 1024,
                    Duration.ofMillis(DELAY),
                    0.5,
                    4,
                    Duration.ofMillis(SHRINK_DELAY),
                    0),
            3);

    @Test
    void givesEveryChangeANewGeneration() {
        assertThat(ledger.update(plan(A, 1), LedgerTest::allAlive, START)).containsExactly(A);
        assertThat(ledger.get(A).generation()).isEqualTo(new Generation(3, 1));

        assertThat(ledger.update(plan(A, 1, 2), LedgerTest::allAlive, START)).containsExactly(A);
        assertThat(ledger.get(A).generation()).isEqualTo(new Generation(3, 2));
    }

    @Test
    void changesNothingWhenThePlanIsTheSame() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);

        assertThat(ledger.update(plan(A, 1), LedgerTest::allAlive, START)).isEmpty();
        assertThat(ledger.get(A).generation()).isEqualTo(new Generation(3, 1));
    }

    @Test
    void dividesTheInstantsOfAnEndpointThatMovesBetweenItsShards() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);

        assertThat(ledger.update(plan(B, 1), LedgerTest::allAlive, START)).containsExactlyInAnyOrder(A, B);

        assertThat(only(A).until()).isEqualTo(START + DELAY);
        assertThat(only(B).notBefore()).isEqualTo(START + DELAY);
        assertThat(ledger.nextDeadline(START)).hasValue(START + DELAY);
    }

    @Test
    void forgetsTheOldShardOnceItsInstantsAreOver() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);
        ledger.update(plan(B, 1), LedgerTest::allAlive, START);

        assertThat(ledger.update(plan(B, 1), LedgerTest::allAlive, START + DELAY))
                .containsExactly(A);

        assertThat(ledger.get(A).endpoints()).isEmpty();
        assertThat(ledger.nextDeadline(START + DELAY)).isEmpty();
    }

    @Test
    void movesAtOnceFromAShardThatNobodyHas() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);

        ledger.update(plan(B, 1), shard -> !shard.equals(A), START);

        assertThat(ledger.get(A).endpoints()).isEmpty();
        assertThat(only(B).notBefore()).isZero();
    }

    @Test
    void undoesAMoveThatIsTakenBackInTime() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);
        ledger.update(plan(B, 1), LedgerTest::allAlive, START);

        ledger.update(plan(A, 1), LedgerTest::allAlive, START + 1_000);

        assertThat(only(A)).isEqualTo(Samples.assigned(1));
        assertThat(ledger.get(B).endpoints()).isEmpty();
    }

    @Test
    void divertsAMoveThatIsUnderWayFromTheShardThatStillScrapes() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);
        ledger.update(plan(B, 1), LedgerTest::allAlive, START);

        ledger.update(plan(C, 1), LedgerTest::allAlive, START + 1_000);

        long at = START + 1_000 + DELAY;
        assertThat(only(A).until()).isEqualTo(at);
        assertThat(ledger.get(B).endpoints()).isEmpty();
        assertThat(only(C).notBefore()).isEqualTo(at);
    }

    @Test
    void doesNotSendAShardAgainOnlyToBeRidOfAnOldMark() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);
        ledger.update(plan(B, 1), LedgerTest::allAlive, START);
        ledger.update(plan(B, 1), LedgerTest::allAlive, START + DELAY);
        var before = ledger.get(B).generation();

        assertThat(ledger.update(plan(B, 1), LedgerTest::allAlive, START + 2 * DELAY))
                .isEmpty();

        assertThat(ledger.get(B).generation()).isEqualTo(before);
    }

    @Test
    void publishesASmallLossAtOnce() {
        ledger.update(plan(A, 1, 2, 3, 4), LedgerTest::allAlive, START);

        ledger.update(plan(A), LedgerTest::allAlive, START);

        assertThat(ledger.get(A).endpoints()).isEmpty();
    }

    @Test
    void keepsWhatIsLostSuddenlyUntilItWasMissingForLong() {
        ledger.update(plan(A, range(1, 20)), LedgerTest::allAlive, START);

        ledger.update(plan(A, 1, 99), LedgerTest::allAlive, START);

        assertThat(ledger.get(A).endpoints()).hasSize(21);
        assertThat(ledger.nextDeadline(START)).hasValue(START + SHRINK_DELAY);

        ledger.update(plan(A, 1, 99), LedgerTest::allAlive, START + SHRINK_DELAY);

        assertThat(ledger.get(A).endpoints()).hasSize(2);
    }

    @Test
    void asksForASecondLookAnewWhenALossWasTakenBack() {
        ledger.update(plan(A, range(1, 20)), LedgerTest::allAlive, START);
        ledger.update(plan(A), LedgerTest::allAlive, START);
        ledger.update(plan(A, range(1, 20)), LedgerTest::allAlive, START + 1_000);

        ledger.update(plan(A), LedgerTest::allAlive, START + SHRINK_DELAY);

        assertThat(ledger.get(A).endpoints()).hasSize(20);
        ledger.update(plan(A), LedgerTest::allAlive, START + 2 * SHRINK_DELAY);
        assertThat(ledger.get(A).endpoints()).isEmpty();
    }

    @Test
    void takesAMoveForNoLoss() {
        ledger.update(plan(A, range(1, 20)), LedgerTest::allAlive, START);

        ledger.update(plan(B, range(1, 20)), _ -> false, START);

        assertThat(ledger.get(A).endpoints()).isEmpty();
        assertThat(ledger.get(B).endpoints()).hasSize(20);
    }

    @Test
    void namesEverythingAnewInANewEpoch() {
        ledger.update(plan(A, 1), LedgerTest::allAlive, START);
        var hash = ledger.get(A).hash();

        ledger.raiseEpoch(9);

        assertThat(ledger.get(A).generation()).isEqualTo(new Generation(9, 2));
        assertThat(ledger.get(A).hash()).isEqualTo(hash);
    }

    private AssignedEndpoint only(ShardKey shard) {
        var endpoints = new ArrayList<>(ledger.get(shard).endpoints().values());
        assertThat(endpoints).hasSize(1);
        return endpoints.getFirst();
    }

    private static boolean allAlive(ShardKey shard) {
        return true;
    }

    private static int[] range(int from, int to) {
        return IntStream.rangeClosed(from, to).toArray();
    }

    private static SortedMap<String, Placed> plan(ShardKey shard, int... numbers) {
        var plan = new TreeMap<String, Placed>();
        for (int number : numbers) {
            var endpoint = Samples.assigned(number);
            plan.put(endpoint.id().value(), new Placed(endpoint, shard));
        }
        return plan;
    }
}
