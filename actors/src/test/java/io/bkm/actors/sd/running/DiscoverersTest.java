package io.bkm.actors.sd.running;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.ResourceSource;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import io.bkm.streams.labels.Labels;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscoverersTest {

    private static final Discovery A = discovery("a");
    private static final Discovery B = discovery("b");

    private final BlockingQueue<Resources> heard = new LinkedBlockingQueue<>();
    private final FakeSource source = new FakeSource();
    private final FakeLookups lookups = new FakeLookups();
    private final SdCounters counters = new SdCounters();
    private final List<Runnable> atTheEndOfFirstWaits = new ArrayList<>();
    private Set<Discovery> wanted = Set.of();
    private final Discoverers discoverers =
            new Discoverers(source, _ -> wanted, lookups, counters, InstantSource.system(), atTheEndOfFirstWaits::add);

    @BeforeEach
    void start() {
        discoverers.start(heard::add);
    }

    @AfterEach
    void close() {
        discoverers.close();
    }

    @Test
    void passesOnWhatWantsNothing() throws InterruptedException {
        source.tell(Resources.NONE);

        assertThat(next()).isSameAs(Resources.NONE);
    }

    @Test
    void waitsForTheFirstAnswer() throws InterruptedException {
        wanted = Set.of(A, B);
        source.tell(Resources.NONE);
        lookups.answer(A, "a:1");

        assertThat(heard).isEmpty();
        lookups.answer(B, "b:1");

        var told = next();
        assertThat(addresses(told, A)).containsExactly("a:1");
        assertThat(addresses(told, B)).containsExactly("b:1");
        assertThat(counters.running()).containsEntry("file_sd", 2L);
    }

    @Test
    void oneThatIsDeadHoldsUpTheOthersForAWhileOnly() throws InterruptedException {
        wanted = Set.of(A, B);
        lookups.answer(A, "a:1");
        source.tell(Resources.NONE);
        assertThat(heard).isEmpty();

        firstWaitEnds();

        var told = nextWhere(resources -> !addresses(resources, A).isEmpty());
        assertThat(addresses(told, B)).isEmpty();
        lookups.answer(B, "b:1");
        assertThat(addresses(next(), B)).containsExactly("b:1");
    }

    @Test
    void oneThatIsWantedNoLongerHoldsUpNothing() throws InterruptedException {
        wanted = Set.of(A, B);
        lookups.answer(A, "a:1");
        source.tell(Resources.NONE);

        wanted = Set.of(A);
        source.tell(Resources.NONE);

        assertThat(addresses(next(), A)).containsExactly("a:1");
    }

    @Test
    void tellsNothingTwice() throws InterruptedException {
        wanted = Set.of(A);
        lookups.answer(A, "a:1");
        source.tell(Resources.NONE);
        var _ = next();

        firstWaitEnds();
        source.tell(Resources.NONE);

        assertThat(heard).isEmpty();
    }

    @Test
    void tellsOfFailures() throws InterruptedException {
        wanted = Set.of(A);
        lookups.answer(A, "!");
        source.tell(Resources.NONE);
        firstWaitEnds();

        var told = nextWhere(resources -> !resources.problems().isEmpty());

        assertThat(told.problems().getFirst()).isEqualTo(new Resources.Problem("file_sd a", "", "", "", "a is broken"));
        assertThat(told.external().answer(A).failure()).isEqualTo("a is broken");
    }

    @Test
    void asksNoLongerWhatNobodyWants() throws InterruptedException {
        wanted = Set.of(A);
        lookups.answer(A, "a:1");
        source.tell(Resources.NONE);
        var _ = next();

        wanted = Set.of();
        source.tell(Resources.NONE);

        assertThat(next()).isSameAs(Resources.NONE);
        assertThat(counters.running()).containsEntry("file_sd", 0L);
    }

    private void firstWaitEnds() {
        atTheEndOfFirstWaits.forEach(Runnable::run);
    }

    /** Passes over what was told before an answer was there: when a discovery's thread gets its turn is not ours to say. */
    private Resources nextWhere(Predicate<Resources> there) throws InterruptedException {
        var told = next();
        while (!there.test(told)) {
            told = next();
        }
        return told;
    }

    private Resources next() throws InterruptedException {
        var told = heard.poll(20, SECONDS);
        assertThat(told).as("told within 20 s").isNotNull();
        return Objects.requireNonNull(told);
    }

    private static List<String> addresses(Resources resources, Discovery discovery) {
        return resources.external().answer(discovery).groups().stream()
                .map(group -> group.targets().getFirst().get("__address__"))
                .toList();
    }

    private static Discovery discovery(String name) {
        return new Discovery.File(List.of(name), Duration.ofHours(1));
    }

    private static final class FakeSource implements ResourceSource {

        private Consumer<Resources> listener = _ -> {};

        void tell(Resources resources) {
            listener.accept(resources);
        }

        @Override
        public void start(Consumer<Resources> to) {
            listener = to;
        }

        @Override
        public void close() {}
    }

    /** A question is answered once the test has given the answer. */
    private static final class FakeLookups implements Lookups {

        private final Map<Discovery, CountDownLatch> answered = new ConcurrentHashMap<>();
        private final Map<Discovery, String> answers = new ConcurrentHashMap<>();

        void answer(Discovery discovery, String address) {
            answers.put(discovery, address);
            latch(discovery).countDown();
        }

        private CountDownLatch latch(Discovery discovery) {
            return answered.computeIfAbsent(discovery, _ -> new CountDownLatch(1));
        }

        @Override
        public Lookup open(Discovery discovery) {
            return new Lookup() {
                @Override
                public List<String> parts() {
                    return List.of(discovery.name());
                }

                @Override
                public List<FoundGroup> look(String part) throws LookupFailure {
                    try {
                        latch(discovery).await();
                    } catch (InterruptedException closed) {
                        Thread.currentThread().interrupt();
                    }
                    var address = answers.getOrDefault(discovery, "!");
                    if (address.equals("!")) {
                        throw new LookupFailure(part + " is broken");
                    }
                    return List.of(new FoundGroup(part, Labels.EMPTY, List.of(Labels.of("__address__", address))));
                }
            };
        }

        @Override
        public Duration refresh(Discovery discovery) {
            return discovery.refresh();
        }

        @Override
        public void close() {}
    }
}
