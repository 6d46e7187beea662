package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one watch up: an informer, and after one that gave up the next, into the same cache. All its methods, but for
 * those of the informer, run on the source's loop.
 */
final class Follower<T extends HasMetadata> {

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    /** What was refused again and again is asked for again and again more rarely: up to so many retry intervals. */
    private static final int MAX_REFUSALS = 10;

    private final String what;
    private final Supplier<Informable<T>> api;
    private final ObjectCache<T> cache;
    private final Loop loop;
    private final Runnable changed;
    private WatchState state = new WatchState.Starting();
    /** Whether it watches is asked from other threads too. */
    private volatile @Nullable SharedIndexInformer<T> informer;
    /** Of which informer somebody speaks; one that was stopped is not listened to any more. */
    private int life;

    private boolean silent;
    private boolean wasAbsent;
    private boolean inGate;
    private int refusals;
    private volatile boolean closed;

    /**
     * @param what is followed, for logs: {@code Pod}, {@code Pod in shop}
     * @param changed called on the loop when the state is another one
     */
    Follower(String what, Supplier<Informable<T>> api, ObjectCache<T> cache, Loop loop, Runnable changed) {
        this.what = what;
        this.api = api;
        this.cache = cache;
        this.loop = loop;
        this.changed = changed;
    }

    WatchState state() {
        return state;
    }

    ObjectCache<T> cache() {
        return cache;
    }

    boolean isWatching() {
        var current = informer;
        return current != null && current.isWatching();
    }

    void start() {
        loop.gate().enter(this::begin);
    }

    private void begin() {
        inGate = true;
        if (closed) {
            leaveGate();
            return;
        }
        var next = api.get().withLimit((long) loop.settings().pageSize()).runnableInformer(0);
        int which = ++life;
        informer = next;
        next.removeNamespaceIndex();
        next.itemStore(cache);
        next.exceptionHandler((_, failure) -> retries(failure));
        var _ = next.stopped().whenComplete((_, failure) -> {
            if (failure != null) {
                loop.thread().execute(() -> ended(which, failure));
            }
        });
        var _ = next.start().whenComplete((_, failure) -> {
            if (failure == null) {
                loop.thread().execute(() -> opened(which));
            }
        });
    }

    void close() {
        closed = true;
        stop();
    }

    private void leaveGate() {
        if (inGate) {
            inGate = false;
            loop.gate().left();
        }
    }

    /**
     * A watch that stays away may never come back by itself, as its resourceVersion is of another life of the API
     * server. Called now and then; the second time in a row it is begun anew.
     */
    void check() {
        if (!(state instanceof WatchState.Open) || isWatching()) {
            silent = false;
        } else if (!silent) {
            silent = true;
        } else {
            LOG.atWarn().addKeyValue("watch", what).log("watch does not come back: listing again");
            silent = false;
            stop();
            start();
        }
    }

    private void stop() {
        var current = informer;
        informer = null;
        life++;
        leaveGate();
        if (current != null) {
            current.stop();
        }
    }

    /** On the informer's thread: whether it tries again by itself. */
    private boolean retries(Throwable failure) {
        if (closed || WatchState.of(failure) != null) {
            return false;
        }
        LOG.atWarn()
                .addKeyValue("watch", what)
                .addKeyValue("reason", rootOf(failure))
                .log("watch failed, trying again");
        return true;
    }

    private void opened(int which) {
        if (which == life) {
            leaveGate();
            wasAbsent = false;
            refusals = 0;
            become(new WatchState.Open());
        }
    }

    private void ended(int which, Throwable failure) {
        if (which != life || closed) {
            return;
        }
        informer = null;
        leaveGate();
        var reached = WatchState.of(failure);
        if (reached != null) {
            refused(reached);
        }
        refusals = Math.min(refusals + 1, MAX_REFUSALS);
        var _ = loop.thread()
                .schedule(
                        this::start, refusals * loop.settings().retryInterval().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What was there and is not served any more counts until a second answer says the same. */
    private void refused(WatchState reached) {
        if (reached instanceof WatchState.Absent) {
            if (state instanceof WatchState.Open && !wasAbsent) {
                wasAbsent = true;
                return;
            }
            cache.clear();
        }
        become(reached);
    }

    private void become(WatchState next) {
        if (next.equals(state)) {
            return;
        }
        state = next;
        switch (next) {
            case WatchState.Starting _, WatchState.Open _ ->
                LOG.atDebug().addKeyValue("watch", what).log("watch is open");
            case WatchState.Absent _ ->
                LOG.atInfo().addKeyValue("watch", what).log("not installed; looked for again and again");
            case WatchState.Forbidden(var reason) ->
                LOG.atInfo()
                        .addKeyValue("watch", what)
                        .addKeyValue("reason", reason)
                        .log("not permitted");
        }
        changed.run();
    }

    private static String rootOf(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause);
    }
}
