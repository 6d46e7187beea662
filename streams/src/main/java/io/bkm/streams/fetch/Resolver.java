package io.bkm.streams.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up names on threads of its own: a lookup blocks in native code, where nothing can end it and where it would hold
 * one of the few threads that carry the virtual ones. One lookup per name at a time; the JDK keeps the answers.
 */
final class Resolver implements AutoCloseable {

    interface Lookup {
        InetAddress[] of(String host) throws UnknownHostException;
    }

    private final Lookup lookup;
    private final ExecutorService threads;
    private final ConcurrentHashMap<String, CompletableFuture<List<InetAddress>>> underWay = new ConcurrentHashMap<>();

    Resolver(int maxThreads, Lookup lookup) {
        this.lookup = lookup;
        var pool = new ThreadPoolExecutor(
                maxThreads,
                maxThreads,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("bkm-lookup-", 0).factory());
        pool.allowCoreThreadTimeOut(true);
        this.threads = pool;
    }

    /** The addresses of a host, at least one. */
    List<InetAddress> resolve(String host, Deadline deadline) throws FetchFailure {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException notANumber) {
            return await(host, deadline);
        }
    }

    private List<InetAddress> await(String host, Deadline deadline) throws FetchFailure {
        var answer = underWay.computeIfAbsent(host, this::start);
        try {
            return answer.get(deadline.left(Stage.LOOKUP).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw deadline.timedOut(Stage.LOOKUP);
        } catch (InterruptedException e) {
            throw Deadline.cancelled();
        } catch (ExecutionException e) {
            throw deadline.explain(new UnknownHostException("unknown host \"" + host + "\""), Stage.LOOKUP);
        }
    }

    private CompletableFuture<List<InetAddress>> start(String host) {
        var answer = CompletableFuture.supplyAsync(() -> lookUp(host), threads);
        var _ = answer.whenCompleteAsync((_, _) -> underWay.remove(host), threads);
        return answer;
    }

    private List<InetAddress> lookUp(String host) {
        try {
            return List.of(lookup.of(host));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
