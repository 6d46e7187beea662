package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyBuffersTest {

    private static final int KIB = 1024;

    private final BodyBuffers buffers = new BodyBuffers(128 * KIB, 64 * KIB);
    private final CyclicBarrier taken = new CyclicBarrier(2);

    @Test
    void sizesArePowersOfTwo() {
        assertThat(sizeOf(0)).isEqualTo(16 * KIB);
        assertThat(sizeOf(1)).isEqualTo(16 * KIB);
        assertThat(sizeOf(16 * KIB)).isEqualTo(16 * KIB);
        assertThat(sizeOf(16 * KIB + 1)).isEqualTo(32 * KIB);
        assertThat(sizeOf(128 * KIB)).isEqualTo(128 * KIB);
    }

    @Test
    void neverLendsMoreThanTheBound() {
        var first = taken(64 * KIB);
        var second = taken(64 * KIB);

        assertThat(buffers.tryTake(1)).isNull();
        second.close();

        assertThat(buffers.tryTake(1)).isNotNull();
        first.close();
    }

    @Test
    void whoWaitsGetsWhatComesBack() throws Exception {
        var all = taken(128 * KIB);
        var waiting = new CountDownLatch(1);
        var got = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            return take(64 * KIB, Duration.ofSeconds(20));
        });
        waiting.await();

        all.close();

        try (var buffer = got.get()) {
            assertThat(buffer.array()).hasSize(64 * KIB);
        }
    }

    @Test
    void aBodyThatGrowsWaitsForOnesThatEnd() throws Exception {
        var growing = take(32 * KIB, Duration.ofSeconds(20));
        var other = take(64 * KIB, Duration.ofSeconds(20));
        var waiting = new CountDownLatch(1);
        var grown = CompletableFuture.supplyAsync(() -> {
            waiting.countDown();
            return growing.reserve(64 * KIB - 1);
        });
        waiting.await();

        other.close();

        assertThat(grown.get()).isTrue();
        growing.close();
        assertThat(buffers.lentBytes()).isZero();
    }

    /** Each has a third of the memory and wants two: the one that comes last fails, and the other gets it. */
    @Test
    void bodiesThatGrowDoNotWaitForEachOther() throws Exception {
        var pool = new BodyBuffers(192 * KIB, 0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> grow = () -> {
                try (var buffer = Objects.requireNonNull(pool.take(64 * KIB, Duration.ofSeconds(20)))) {
                    taken.await();
                    return buffer.reserve(128 * KIB);
                }
            };
            var one = threads.submit(grow);
            var other = threads.submit(grow);

            assertThat(List.of(one.get(), other.get())).containsExactlyInAnyOrder(false, true);
        }
        assertThat(pool.lentBytes()).isZero();
    }

    @Test
    void whoWaitsTooLongOrForTooMuchGetsNothing() throws InterruptedException {
        assertThat(buffers.take(129 * KIB, Duration.ofDays(1))).isNull();
        try (var all = taken(128 * KIB)) {
            assertThat(all.length()).isZero();
            assertThat(buffers.take(1, Duration.ofMillis(1))).isNull();
        }
    }

    private BodyBuffer take(int bytes, Duration atMost) {
        try {
            return Objects.requireNonNull(buffers.take(bytes, atMost));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void noBodyIsLargerThanAnArrayCanBe() {
        assertThat(new BodyBuffers(Long.MAX_VALUE, 0).tryTake(1L + Integer.MAX_VALUE))
                .isNull();
    }

    @Test
    void whatCameBackIsLentAgain() {
        var first = taken(20 * KIB);
        var array = first.array();
        first.close();

        assertThat(taken(20 * KIB).array()).isSameAs(array);
    }

    @Test
    void idleMemoryIsBoundedToo() {
        var first = taken(64 * KIB);
        var second = taken(64 * KIB);

        first.close();
        second.close();

        assertThat(buffers.idleBytes()).isEqualTo(64 * KIB);
        assertThat(buffers.lentBytes()).isZero();
    }

    @Test
    void idleMemoryGivesWayToWhatIsNeeded() {
        taken(64 * KIB).close();

        var large = taken(128 * KIB);

        assertThat(large.array()).hasSize(128 * KIB);
        assertThat(buffers.idleBytes()).isZero();
    }

    @Test
    void growsAndKeepsWhatItHolds() {
        var buffer = taken(1);
        var bytes = new byte[10 * KIB];
        bytes[5] = 7;

        assertThat(buffer.append(bytes, 0, bytes.length)).isTrue();
        assertThat(buffer.append(bytes, 0, bytes.length)).isTrue();

        assertThat(buffer.length()).isEqualTo(20 * KIB);
        assertThat(buffer.array()[5]).isEqualTo((byte) 7);
        assertThat(buffer.array()[10 * KIB + 5]).isEqualTo((byte) 7);
        assertThat(buffers.lentBytes()).isEqualTo(32 * KIB);
    }

    @Test
    void refusesToGrowBeyondTheBound() {
        var buffer = taken(64 * KIB);

        assertThat(buffer.append(new byte[100 * KIB], 0, 100 * KIB)).isFalse();

        assertThat(buffer.length()).isZero();
        assertThat(buffers.lentBytes()).isEqualTo(64 * KIB);
    }

    @Test
    void comesBackOnlyOnce() {
        var buffer = taken(1);

        buffer.close();
        buffer.close();

        assertThat(buffers.lentBytes()).isZero();
        assertThat(buffers.idleBytes()).isEqualTo(16 * KIB);
    }

    private int sizeOf(long bytes) {
        try (var buffer = taken(bytes)) {
            return buffer.array().length;
        }
    }

    private BodyBuffer taken(long bytes) {
        @Nullable BodyBuffer buffer = buffers.tryTake(bytes);
        assertThat(buffer).isNotNull();
        return Objects.requireNonNull(buffer);
    }
}
