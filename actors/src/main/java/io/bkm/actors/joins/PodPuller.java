package io.bkm.actors.joins;

import io.bkm.actors.Blocking;
import io.bkm.actors.Jitter;
import io.bkm.streams.joins.PodFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a member's {@link PodStore} as the operator has it: asks what changed, at its start, from time to time, when told
 * that there is something new and when a target wants to know of other pods. A member whose targets ask for nothing asks
 * for nothing.
 *
 * <p>Level-triggered: what was lost is asked for again from where the store is. Without an operator what was known stays;
 * a member that restarts meanwhile begins with its checkpoint.
 */
public final class PodPuller {

    sealed interface Command {}

    private record Answered(PodAnswer answer) implements Command {}

    private record ServersListed(Receptionist.Listing listing) implements Command {}

    private record Wanted() implements Command {}

    private record PollDue() implements Command {}

    private record RequestTimedOut() implements Command {}

    private record CheckpointDue() implements Command {}

    private record CheckpointRead(@Nullable PodCheckpoint checkpoint) implements Command {}

    private record WriteDue() implements Command {}

    private record Written(PodPosition position, @Nullable Throwable failure) implements Command {}

    /** Pages of a list that is not whole yet. */
    private record Filling(PodPosition from, PodScope scope, List<PodFacts> pods) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final PodStore store;
    private final JoinSettings settings;
    private final @Nullable Path file;
    private final ActorRef<PodAnswer> answers;
    private final Executor blocking;

    private Set<ActorRef<PodServer.Command>> servers = Set.of();
    private @Nullable ActorRef<PodServer.Command> server;
    /** The last question; answers to others are too late. */
    private long number;

    private boolean asking;
    private PodScope asked = PodScope.NOTHING;
    private @Nullable Filling filling;
    private boolean answered;
    private boolean overfull;
    private PodPosition written = PodPosition.NOWHERE;

    private PodPuller(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            PodStore store,
            JoinSettings settings,
            @Nullable Path file) {
        this.context = context;
        this.timers = timers;
        this.store = store;
        this.settings = settings;
        this.file = file;
        this.answers = context.messageAdapter(PodAnswer.class, Answered::new);
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * Starts it for one life of the member in its cluster.
     *
     * @param stateDir where the checkpoint is; "" for none
     */
    public static void start(ActorSystem<?> system, PodStore store, JoinSettings settings, String stateDir) {
        var behavior = Behaviors.supervise(create(store, settings, stateDir))
                .onFailure(SupervisorStrategy.restartWithBackoff(Duration.ofSeconds(1), Duration.ofSeconds(30), 0.2));
        var _ = system.systemActorOf(behavior, "pods", Props.empty());
    }

    static Behavior<Command> create(PodStore store, JoinSettings settings, String stateDir) {
        var file = stateDir.isEmpty() ? null : Path.of(stateDir).resolve("pods");
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new PodPuller(context, timers, store, settings, file).start()));
    }

    private Behavior<Command> start() {
        var self = context.getSelf();
        store.onInterest(() -> self.tell(new Wanted()));
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        PodServer.KEY, context.messageAdapter(Receptionist.Listing.class, ServersListed::new)));
        pollIn(settings.pollInterval());
        if (file != null) {
            timers.startSingleTimer(new CheckpointDue(), settings.checkpointWait());
            timers.startTimerWithFixedDelay(new WriteDue(), settings.checkpointInterval());
        }
        return Behaviors.receiveMessage(this::receive);
    }

    private Behavior<Command> receive(Command command) {
        switch (command) {
            case Answered(var answer) -> answered(answer);
            case ServersListed(var listing) -> listed(listing.getServiceInstances(PodServer.KEY));
            case Wanted _ -> {
                if (!store.covered().covers(store.wanted())) {
                    ask();
                }
            }
            case PollDue _ -> {
                pollIn(settings.pollInterval());
                store.narrow();
                ask();
            }
            case RequestTimedOut _ -> {
                asking = false;
                pollIn(settings.requestTimeout());
            }
            case CheckpointDue _ -> readCheckpoint();
            case CheckpointRead(var checkpoint) -> begin(checkpoint);
            case WriteDue _ -> write();
            case Written(var position, var failure) -> written(position, failure);
        }
        return Behaviors.same();
    }

    /** The operator that took over knows of us only after it was asked. */
    private void listed(Set<ActorRef<PodServer.Command>> listed) {
        servers = listed;
        if (server == null || !servers.contains(server)) {
            server = servers.isEmpty() ? null : servers.iterator().next();
            filling = null;
            ask();
        }
    }

    private void ask() {
        var wanted = store.wanted();
        var to = server;
        if (to == null || wanted.isEmpty()) {
            return;
        }
        if (filling != null && !filling.scope().covers(wanted)) {
            filling = null;
        }
        var pages = filling;
        asking = true;
        number++;
        timers.startSingleTimer(new RequestTimedOut(), settings.requestTimeout());
        if (pages != null) {
            asked = pages.scope();
            to.tell(new PodPull(
                    number, pages.from(), asked, PodKey.of(pages.pods().getLast()), answers));
        } else if (store.covered().covers(wanted)) {
            asked = store.covered();
            to.tell(new PodPull(number, store.position(), asked, null, answers));
        } else {
            asked = wanted;
            to.tell(new PodPull(number, PodPosition.NOWHERE, asked, null, answers));
        }
    }

    private void answered(PodAnswer answer) {
        switch (answer) {
            case PodAnswer.NotReady(var of) -> {
                if (isAnswer(of)) {
                    pollIn(settings.requestTimeout());
                }
            }
            case PodAnswer.Changes changes -> {
                if (isAnswer(changes.number())) {
                    changes(changes);
                }
            }
            case PodAnswer.Page page -> {
                if (isAnswer(page.number())) {
                    page(page);
                }
            }
            case PodAnswer.News(var now) -> {
                if (!asking && !now.equals(store.position())) {
                    ask();
                }
            }
        }
    }

    private boolean isAnswer(long of) {
        if (of != number || !asking) {
            return false;
        }
        asking = false;
        timers.cancel(new RequestTimedOut());
        return true;
    }

    private void changes(PodAnswer.Changes changes) {
        answered = true;
        if (isTooMany(store.sizeWith(changes.changed(), changes.gone()))) {
            return;
        }
        store.change(changes.to(), changes.changed(), changes.gone());
        if (changes.more() || !store.covered().covers(store.wanted())) {
            ask();
        }
    }

    private void page(PodAnswer.Page page) {
        var before = filling;
        var pages = before != null && before.from().epoch() == page.from().epoch()
                ? before
                : new Filling(page.from(), asked, new ArrayList<>());
        pages.pods().addAll(page.pods());
        filling = null;
        if (isTooMany(pages.pods().size())) {
            return;
        }
        if (!page.last()) {
            filling = pages;
            ask();
            return;
        }
        answered = true;
        store.replace(pages.from(), pages.scope(), pages.pods());
        context.getLog()
                .atInfo()
                .addKeyValue("pods", pages.pods().size())
                .addKeyValue("of", pages.scope())
                .log("what samples are told of pods is known");
        if (written.equals(PodPosition.NOWHERE)) {
            write();
        }
        ask(); // what changed while the pages were on their way
    }

    private boolean isTooMany(int pods) {
        if (pods <= settings.maxPods()) {
            overfull = false;
            return false;
        }
        if (!overfull) {
            overfull = true;
            context.getLog()
                    .atError()
                    .addKeyValue(
                            "reason",
                            "%d pods or more (expected: <= bkm.joins.max-pods, %d)".formatted(pods, settings.maxPods()))
                    .log("samples are told what was known of pods before, and of others nothing");
        }
        return true;
    }

    private void readCheckpoint() {
        var from = file;
        if (!answered && from != null && store.position().equals(PodPosition.NOWHERE)) {
            context.pipeToSelf(
                    Blocking.call(() -> new CheckpointRead(PodCheckpoint.read(from)), blocking),
                    (read, _) -> read == null ? new CheckpointRead(null) : read);
        }
    }

    private void begin(@Nullable PodCheckpoint checkpoint) {
        if (checkpoint == null || answered || isTooMany(checkpoint.pods().size())) {
            return;
        }
        store.replace(checkpoint.position(), checkpoint.scope(), checkpoint.pods());
        written = checkpoint.position();
        context.getLog()
                .atInfo()
                .addKeyValue("pods", checkpoint.pods().size())
                .addKeyValue("of", checkpoint.scope())
                .log("samples are told what was known of pods before the restart");
    }

    private void write() {
        var to = file;
        var position = store.position();
        if (to == null || !answered || position.equals(written)) {
            return;
        }
        var checkpoint = new PodCheckpoint(position, store.covered(), store.all());
        context.pipeToSelf(
                Blocking.call(
                        () -> {
                            checkpoint.write(to);
                            return true;
                        },
                        blocking),
                (_, failure) -> new Written(checkpoint.position(), failure));
    }

    private void written(PodPosition position, @Nullable Throwable failure) {
        if (failure == null) {
            written = position;
        } else {
            context.getLog()
                    .atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", failure)
                    .log("what is known of pods cannot be kept over a restart");
        }
    }

    private void pollIn(Duration interval) {
        timers.startSingleTimer(new PollDue(), Jitter.around(interval));
    }
}
