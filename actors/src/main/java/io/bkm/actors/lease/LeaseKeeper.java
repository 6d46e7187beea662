package io.bkm.actors.lease;

import io.bkm.actors.Blocking;
import io.bkm.actors.FailureNotice;
import io.bkm.actors.lease.Attempts.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the Lease for this member, or looks who does, so that its time runs from when its holder was last seen alive and
 * not from when it is wanted. One request is under way at a time; what is asked meanwhile waits. The end of the time for
 * which a holder may trust its Lease waits for no request. One that fails has lost its Lease, and starts anew.
 */
final class LeaseKeeper {

    sealed interface Command {}

    /**
     * @param whenLost told when it is lost after it was acquired
     * @param answer false when somebody else has it
     */
    record Acquire(Consumer<Optional<Throwable>> whenLost, CompletableFuture<Boolean> answer) implements Command {}

    record Release(CompletableFuture<Boolean> answer) implements Command {}

    /** An operator begins, and wants a number that is larger than that of any before it, and than {@code above}. */
    record Begin(long above, CompletableFuture<Long> answer) implements Command {}

    private record Due() implements Command {}

    private record Expired() implements Command {}

    private record Looked(
            @Nullable Sighting sighting, @Nullable Throwable failure) implements Command {}

    private record Tried(
            Acquire asked,
            @Nullable Outcome outcome,
            @Nullable Throwable failure) implements Command {}

    /** @param begin null where it was for the sake of time alone */
    private record Renewed(
            @Nullable Begin begin,
            @Nullable Outcome outcome,
            @Nullable Throwable failure) implements Command {}

    private record GivenBack(Release asked, @Nullable Throwable failure) implements Command {}

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    /** What is asked while one request is under way is a handful. */
    static final int MAX_STASHED = 100;
    /** What failed is tried again so many times more often than it is due. */
    private static final int RETRIES = 5;

    /** @param begun whether an operator has the number of its transitions already */
    private record Held(LeaseStore.Stored stored, boolean begun, Consumer<Optional<Throwable>> whenLost) {

        long epoch() {
            return stored.record().transitions();
        }

        Held with(LeaseStore.Stored renewed) {
            return new Held(renewed, begun, whenLost);
        }

        Held begin() {
            return new Held(stored, true, whenLost);
        }
    }

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final StashBuffer<Command> stash;
    private final Attempts attempts;
    private final AtomicBoolean isHeld;
    private final Executor blocking;
    private final FailureNotice failures =
            new FailureNotice(LOG, "no answer about the Lease", "answers about the Lease");

    private LeaseKeeper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            StashBuffer<Command> stash,
            Attempts attempts,
            AtomicBoolean isHeld) {
        this.context = context;
        this.timers = timers;
        this.stash = stash;
        this.attempts = attempts;
        this.isHeld = isHeld;
        this.blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
    }

    /**
     * @param attempts closed at the end
     * @param isHeld kept up to date, for other threads
     */
    static Behavior<Command> create(Attempts attempts, AtomicBoolean isHeld) {
        Behavior<Command> keeper =
                Behaviors.setup(context -> Behaviors.withTimers(timers -> Behaviors.withStash(MAX_STASHED, stash -> {
                    context.getSelf().tell(new Due());
                    return new LeaseKeeper(context, timers, stash, attempts, isHeld).waiting(null);
                })));
        return Behaviors.supervise(keeper).onFailure(SupervisorStrategy.restart());
    }

    private Behavior<Command> waiting(@Nullable Sighting sighting) {
        return receive(null, command -> switch (command) {
            case Acquire asked -> {
                ask(() -> attempts.acquire(sighting), (outcome, failure) -> new Tried(asked, outcome, failure));
                yield asking(sighting);
            }
            case Due _ -> {
                ask(() -> attempts.look(sighting), Looked::new);
                yield asking(sighting);
            }
            case Release(var answer) -> same(answer.complete(true));
            case Begin asked -> same(asked.answer().completeExceptionally(notHeld()));
            case Expired _, Looked _, Tried _, Renewed _, GivenBack _ -> Behaviors.same();
        });
    }

    /** A request is under way, and the Lease is not ours. */
    private Behavior<Command> asking(@Nullable Sighting sighting) {
        return receive(null, command -> switch (command) {
            case Acquire _, Release _, Begin _ -> stashed(command);
            case Looked(var seen, var failure) -> {
                note(failure);
                yield waitOn(failure == null ? seen : sighting);
            }
            case Tried tried -> tried(tried, sighting);
            case GivenBack(var asked, var failure) -> {
                note(failure);
                answer(asked.answer(), true, failure);
                yield waitOn(null);
            }
            case Renewed late -> { // the Lease was given up meanwhile
                if (late.begin() != null) {
                    late.begin().answer().completeExceptionally(notHeld());
                }
                yield waitOn(sighting);
            }
            case Due _, Expired _ -> Behaviors.same();
        });
    }

    private Behavior<Command> tried(Tried tried, @Nullable Sighting sighting) {
        note(tried.failure());
        return switch (tried.outcome()) {
            case Outcome.Ours ours -> {
                LOG.atInfo()
                        .addKeyValue("transitions", ours.stored().record().transitions())
                        .log("the Lease is ours");
                isHeld.set(true);
                tried.asked().answer().complete(true);
                yield keep(new Held(ours.stored(), false, tried.asked().whenLost()), ours);
            }
            case Outcome.Others(var seen) -> {
                tried.asked().answer().complete(false);
                yield waitOn(seen);
            }
            case null -> {
                answer(tried.asked().answer(), false, tried.failure());
                yield waitOn(sighting);
            }
        };
    }

    private Behavior<Command> holding(Held held) {
        return receive(held, command -> switch (command) {
            case Acquire(var whenLost, var answer) -> {
                answer.complete(true);
                yield holding(new Held(held.stored(), held.begun(), whenLost));
            }
            case Release asked -> {
                giveUp();
                ask(
                        () -> {
                            attempts.giveBack(held.stored());
                            return true;
                        },
                        (_, failure) -> new GivenBack(asked, failure));
                yield asking(null);
            }
            case Begin asked
            when !held.begun() && held.epoch() > asked.above() -> {
                asked.answer().complete(held.epoch());
                yield holding(held.begin());
            }
            case Begin asked -> renew(asked, held.begin());
            case Due _ -> renew(null, held);
            case Expired _ -> {
                lost(held, "not renewed in time");
                yield waitOn(null);
            }
            case Looked _, Tried _, Renewed _, GivenBack _ -> Behaviors.same();
        });
    }

    private Behavior<Command> renew(@Nullable Begin begin, Held held) {
        long atLeast = begin == null ? 0 : Math.max(held.epoch(), begin.above()) + 1;
        ask(() -> attempts.renew(held.stored(), atLeast), (outcome, failure) -> new Renewed(begin, outcome, failure));
        return renewing(held);
    }

    private Behavior<Command> renewing(Held held) {
        return receive(held, command -> switch (command) {
            case Acquire _, Release _, Begin _ -> stashed(command);
            case Renewed renewed -> renewed(renewed, held);
            case Expired _ -> {
                lost(held, "not renewed in time");
                yield asking(null);
            }
            case Due _, Looked _, Tried _, GivenBack _ -> Behaviors.same();
        });
    }

    private Behavior<Command> renewed(Renewed renewed, Held held) {
        note(renewed.failure());
        var begin = renewed.begin();
        return switch (renewed.outcome()) {
            case Outcome.Ours ours -> {
                var next = held.with(ours.stored());
                if (begin != null) {
                    begin.answer().complete(ours.stored().record().transitions());
                }
                yield keep(next, ours);
            }
            case Outcome.Others(var seen) -> {
                lost(
                        held,
                        "taken by " + (seen == null ? "another" : seen.record().holder()));
                if (begin != null) {
                    begin.answer().completeExceptionally(notHeld());
                }
                yield waitOn(seen);
            }
            case null -> {
                if (begin != null) {
                    answer(begin.answer(), 0L, renewed.failure());
                }
                dueIn(attempts.settings().renewInterval().dividedBy(RETRIES));
                yield stash.unstashAll(holding(held));
            }
        };
    }

    private Behavior<Command> keep(Held held, Outcome.Ours ours) {
        timers.startSingleTimer(Expired.class, new Expired(), attempts.left(ours));
        dueIn(attempts.settings().renewInterval());
        return stash.unstashAll(holding(held));
    }

    private void lost(Held held, String reason) {
        LOG.atWarn().addKeyValue("reason", reason).log("the Lease is not ours any more");
        giveUp();
        held.whenLost().accept(Optional.of(new IllegalStateException(reason)));
    }

    private void giveUp() {
        isHeld.set(false);
        timers.cancel(Expired.class);
    }

    /** Until it is asked for, or is time to have a look. */
    private Behavior<Command> waitOn(@Nullable Sighting sighting) {
        dueIn(attempts.settings().renewInterval());
        return stash.unstashAll(waiting(sighting));
    }

    private void dueIn(Duration time) {
        timers.startSingleTimer(Due.class, new Due(), time);
    }

    private <T extends @Nullable Object> void ask(
            Callable<T> request, BiFunction<@Nullable T, @Nullable Throwable, Command> result) {
        context.pipeToSelf(Blocking.call(request, blocking), result::apply);
    }

    private static <T> void answer(CompletableFuture<T> to, T good, @Nullable Throwable failure) {
        if (failure == null) {
            to.complete(good);
        } else {
            to.completeExceptionally(failure);
        }
    }

    private void note(@Nullable Throwable failure) {
        if (failure == null) {
            failures.succeeded();
        } else {
            failures.failed(failure);
        }
    }

    private static IllegalStateException notHeld() {
        return new IllegalStateException("the Lease is not ours");
    }

    private Behavior<Command> stashed(Command command) {
        stash.stash(command);
        return Behaviors.same();
    }

    private static Behavior<Command> same(boolean ignored) {
        return Behaviors.same();
    }

    /** @param held null while the Lease is not ours */
    private Behavior<Command> receive(@Nullable Held held, Function<Command, Behavior<Command>> on) {
        return Behaviors.receive((_, command) -> on.apply(command), (_, signal) -> signal(held, signal));
    }

    private Behavior<Command> signal(@Nullable Held held, Signal signal) {
        boolean ends = signal instanceof PostStop;
        if (held != null && (ends || signal instanceof PreRestart)) {
            lost(held, "its keeper has stopped");
        }
        if (ends) {
            attempts.close();
        }
        return Behaviors.same();
    }
}
