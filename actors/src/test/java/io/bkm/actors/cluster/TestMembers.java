package io.bkm.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;

/** Members of one cluster in this JVM, with a gossip that is fast enough for a test. */
public final class TestMembers implements AutoCloseable {

    public static final Config FAST = ConfigFactory.parseString("""
            pekko {
              scheduler.tick-duration = 10ms
              actor.default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
              cluster {
                gossip-interval = 200ms
                leader-actions-interval = 200ms
                periodic-tasks-initial-delay = 200ms
                unreachable-nodes-reaper-interval = 200ms
                allow-weakly-up-members = off
                split-brain-resolver.stable-after = 1s
                # A starved machine must not down anybody; and one that is gone must be found out some time.
                failure-detector.acceptable-heartbeat-pause = 8s
                shutdown-after-unsuccessful-join-seed-nodes = off
                sharding {
                  rebalance-interval = 500ms
                  retry-interval = 200ms
                  coordinator-state.read-majority-plus = 0
                  distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 100ms }
                }
                singleton { hand-over-retry-interval = 200ms }
                singleton-proxy { singleton-identification-interval = 200ms }
              }
            }
            pekko.coordinated-shutdown.phases.cluster-exiting.timeout = 1s
            bkm.endpoints { request-timeout = 1s, wake-interval = 1s, begin-delay = 100ms }
            """);

    /** For members that are to be cut off from each other. */
    public static final Config CUTTABLE = ConfigFactory.parseString("""
            pekko.remote.artery.advanced.test-mode = on
            pekko.cluster.failure-detector { acceptable-heartbeat-pause = 4s, expected-response-after = 500ms }
            """);

    private final List<ActorSystem<?>> systems = new CopyOnWriteArrayList<>();

    /** Starts a member that has joined the others, or is the first; not necessarily up yet. */
    public ActorSystem<Void> start(Set<String> roles, String node) {
        return start(roles, node, ConfigFactory.empty());
    }

    /** @param settings win over {@link #FAST} */
    public ActorSystem<Void> start(Set<String> roles, String node, Config settings) {
        var system = startOutside(roles, node, settings);
        join(system);
        return system;
    }

    /** Starts one that knows of no other, until it is told to {@link #join}; ends it only when it has. */
    public static ActorSystem<Void> startOutside(Set<String> roles, String node, Config settings) {
        var identity = new ClusterConfig.Identity(roles, node, "127.0.0.1", 0, List.of());
        return ActorSystem.create(
                Behaviors.<Void>empty(), ClusterConfig.SYSTEM, ClusterConfig.of(identity, settings.withFallback(FAST)));
    }

    /** Joins the others, or is the first; not necessarily up yet. */
    public void join(ActorSystem<?> system) {
        var contact = systems.isEmpty() ? system : systems.getFirst();
        Cluster.get(system)
                .manager()
                .tell(Join.create(Cluster.get(contact).selfMember().address()));
        systems.add(system);
    }

    /**
     * Nothing passes any more between it and the others, in either direction, as when the network is cut. All of them
     * need {@link #CUTTABLE}.
     */
    public void cutOff(ActorSystem<?> system) {
        for (var other : systems) {
            if (!other.address().equals(system.address())) {
                throwAway(system, other);
                throwAway(other, system);
            }
        }
    }

    @SuppressWarnings("deprecation") // Artery's test transport takes the commands of the older remoting
    private static void throwAway(ActorSystem<?> from, ActorSystem<?> to) {
        var provider = (RemoteActorRefProvider) ((ExtendedActorSystem) from.classicSystem()).provider();
        var _ = provider.transport()
                .managementCommand(new ThrottlerTransportAdapter.SetThrottle(
                        to.address(), bothDirections(), ThrottlerTransportAdapter.Blackhole$.MODULE$));
    }

    /** An object within an object of Scala, which Java's compiler does not find. */
    @SuppressWarnings("deprecation")
    private static ThrottlerTransportAdapter.Direction bothDirections() {
        try {
            return (ThrottlerTransportAdapter.Direction)
                    Class.forName(ThrottlerTransportAdapter.Direction.class.getName() + "$Both$")
                            .getField("MODULE$")
                            .get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Artery's test transport", e);
        }
    }

    public static boolean isUp(ActorSystem<?> system) {
        return Cluster.get(system).selfMember().status().equals(MemberStatus.up());
    }

    public void awaitUp() {
        await(
                "all members up",
                () -> systems.stream()
                        .filter(system -> !system.getWhenTerminated()
                                .toCompletableFuture()
                                .isDone())
                        .allMatch(TestMembers::isUp));
    }

    /** Waits for something that other threads bring about. */
    public static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /** @param what says at the end what is missing */
    public static void await(Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 60 s for: " + what.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** As {@link #await}, and shows the last value when it is in vain. */
    public static <T> void awaitEquals(T expected, Supplier<T> actual) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!expected.equals(actual.get())) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 60 s for " + expected + ", is " + actual.get());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Leaves, and waits for the end of it. */
    public void leave(ActorSystem<?> system) {
        terminate(system);
        awaitEnd(system);
    }

    /** Begins to leave. */
    public void terminate(ActorSystem<?> system) {
        var address = system.address();
        systems.removeIf(other -> other.address().equals(address)); // all are equal to each other: they have one name
        system.terminate();
    }

    public static void awaitEnd(ActorSystem<?> system) {
        try {
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the actor system did not end", e);
        }
    }

    /** The last first: members that leave hand over to those that stay. */
    @Override
    public void close() {
        systems.reversed().forEach(ActorSystem::terminate);
        systems.forEach(TestMembers::awaitEnd);
    }
}
