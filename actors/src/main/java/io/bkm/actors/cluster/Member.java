package io.bkm.actors.cluster;

import io.bkm.actors.endpoints.EndpointTable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This JVM as a member. An actor system that was downed never comes back; a member that scrapes a node starts another
 * one and joins anew, and meanwhile goes on scraping from its {@link EndpointTable}.
 */
public final class Member implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Member.class);

    private final Supplier<? extends ActorSystem<?>> systems;
    private final EndpointTable table;
    private final boolean rejoins;
    private final Duration pause;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CompletableFuture<Done> stopped = new CompletableFuture<>();
    private volatile ActorSystem<?> system;

    private Member(Supplier<? extends ActorSystem<?>> systems, EndpointTable table, boolean rejoins, Duration pause) {
        this.systems = systems;
        this.table = table;
        this.rejoins = rejoins;
        this.pause = pause;
        this.system = systems.get();
    }

    /**
     * @param systems makes an actor system that joins the cluster by itself, with all that runs in it. Called again when
     *     the one before has ended
     * @param rejoins whether this member goes on without the cluster and joins it anew: one with role daemonset. Others
     *     end with their actor system, as another member takes over what they scraped
     * @param pause between the end of an actor system and the next
     */
    public static Member start(
            Supplier<? extends ActorSystem<?>> systems, EndpointTable table, boolean rejoins, Duration pause) {
        var member = new Member(systems, table, rejoins, pause);
        var _ = Thread.ofVirtual().name("bkm-member").start(member::live);
        return member;
    }

    /** The one that runs, or has just ended. */
    public ActorSystem<?> system() {
        return system;
    }

    /** Completes when the member is over, whether it was closed or lost the cluster for good. */
    public CompletionStage<Done> whenStopped() {
        return stopped;
    }

    /** Leaves the cluster, hands over what it scrapes, and waits for the end of it. Not for an actor's thread. */
    @Override
    public void close() {
        end().terminate();
        var _ = stopped.join();
    }

    private synchronized ActorSystem<?> end() {
        closing.countDown();
        return system;
    }

    private void live() {
        try {
            do {
                var _ = system.getWhenTerminated().toCompletableFuture().join();
                table.orphanAll();
            } while (rejoins && !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS) && startAnew());
            table.close();
            stopped.complete(Done.getInstance());
        } catch (InterruptedException | RuntimeException bug) {
            table.close();
            stopped.completeExceptionally(bug);
        }
    }

    /** When that fails the system is the old one still, whose end is awaited at once: it is tried again after a pause. */
    private synchronized boolean startAnew() {
        if (closing.getCount() == 0) {
            return false;
        }
        LOG.atWarn().addKeyValue("endpoints", table.size()).log("out of the cluster: scraping goes on, joining anew");
        try {
            system = systems.get();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the actor system did not start anew");
        }
        return true;
    }
}
