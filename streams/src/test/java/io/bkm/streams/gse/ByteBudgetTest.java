package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final LongAdder taken = new LongAdder();
    private final ByteBudget budget = new ByteBudget(100, 0.8, 0.4, taken);

    @Test
    void closesAtTheUpperMarkAndOpensAgainAtTheLowerOne() throws InterruptedException {
        budget.acquire(79);
        assertThat(budget.open()).isTrue();

        budget.acquire(1);
        assertThat(budget.open()).isFalse();

        budget.release(39);
        assertThat(budget.open()).isFalse();

        budget.release(1);
        assertThat(budget.open()).isTrue();
        assertThat(taken.sum()).isEqualTo(40);
    }

    @Test
    void remembersThatItClosedEvenIfNobodyAskedThen() throws InterruptedException {
        budget.acquire(90);
        budget.release(40);

        assertThat(budget.open()).isFalse();
    }

    @Test
    void makesWaitUntilThereIsRoom() throws Exception {
        budget.acquire(60);
        var waiting = acquireElsewhere(50);

        awaitBlocked(waiting.thread());
        assertThat(budget.open()).as("someone waits").isFalse();
        budget.release(10);

        waiting.done().get(10, TimeUnit.SECONDS);
        assertThat(taken.sum()).isEqualTo(100);
    }

    @Test
    void smallOnesDoNotOvertakeALargeOne() throws Exception {
        budget.acquire(60);
        var large = acquireElsewhere(90);
        awaitBlocked(large.thread());
        var small = acquireElsewhere(10);
        awaitBlocked(small.thread());

        budget.release(60);

        large.done().get(10, TimeUnit.SECONDS);
        small.done().get(10, TimeUnit.SECONDS);
    }

    @Test
    void letsThroughOneThatIsLargerThanAllWhenNothingElseWaits() throws Exception {
        budget.acquire(1);
        var huge = acquireElsewhere(1000);
        awaitBlocked(huge.thread());

        budget.release(1);

        huge.done().get(10, TimeUnit.SECONDS);
        assertThat(budget.open()).isFalse();
        budget.release(1000);
        assertThat(budget.open()).isTrue();
        assertThat(taken.sum()).isZero();
    }

    private record Waiting(Thread thread, CompletableFuture<Void> done) {}

    private Waiting acquireElsewhere(int bytes) {
        var done = new CompletableFuture<Void>();
        var thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                budget.acquire(bytes);
                done.complete(null);
            } catch (InterruptedException e) {
                done.completeExceptionally(e);
            }
        });
        return new Waiting(thread, done);
    }

    private static void awaitBlocked(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            assertThat(thread.join(Duration.ofMillis(1)))
                    .as("ended instead of waiting")
                    .isFalse();
        }
    }
}
