package io.bkm.streams.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ResolverTest {

    private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.1");

    private static final Duration PLENTY = Duration.ofSeconds(20);

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger lookups = new AtomicInteger();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Resolver resolver = new Resolver(1, this::lookUp);

    @AfterEach
    void close() {
        answer.countDown();
        resolver.close();
        watchdog.shutdownNow();
    }

    @Test
    void anAddressIsNotLookedUp() throws FetchFailure {
        assertThat(resolve("10.0.0.1", PLENTY)).containsExactly(ADDRESS);
        assertThat(resolve("fd00::1", PLENTY)).containsExactly(InetAddress.ofLiteral("fd00::1"));
        assertThat(lookups).hasValue(0);
    }

    @Test
    void thoseWhoAskForTheSameNameShareItsLookup() throws InterruptedException {
        var first = CompletableFuture.supplyAsync(() -> resolved("slow.example", PLENTY));
        asked.await();
        assertThat(resolved("slow.example", Duration.ofMillis(50))).isEqualTo(Reason.TIMEOUT.name());

        answer.countDown();

        assertThat(first.join()).isEqualTo("[/10.0.0.1]");
        // There is one thread only: had the second asked for itself, it would have been before this one.
        assertThat(resolved("other.example", PLENTY)).isEqualTo("[/10.0.0.1]");
        assertThat(lookups).hasValue(2);
    }

    @Test
    void anAnswerIsNotKept() {
        answer.countDown();

        assertThat(resolved("a.example", PLENTY)).isEqualTo("[/10.0.0.1]");
        assertThat(resolved("unknown.example", PLENTY)).isEqualTo(Reason.DNS.name());
        assertThat(resolved("unknown.example", PLENTY)).isEqualTo(Reason.DNS.name());
    }

    private List<InetAddress> resolve(String host, Duration timeout) throws FetchFailure {
        try (var deadline = new Deadline(timeout, watchdog)) {
            return resolver.resolve(host, deadline);
        }
    }

    /** The addresses, or the reason for having none. */
    private String resolved(String host, Duration timeout) {
        try {
            return resolve(host, timeout).toString();
        } catch (FetchFailure e) {
            return e.reason().name();
        }
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookups.incrementAndGet();
        asked.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new UnknownHostException("interrupted");
        }
        if (host.startsWith("unknown")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {ADDRESS};
    }
}
