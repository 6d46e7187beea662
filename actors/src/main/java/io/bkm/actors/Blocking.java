package io.bkm.actors;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Work that may wait for a disk or a server, away from the threads of actors. */
public final class Blocking {

    private Blocking() {}

    /** @return fails with a {@link CompletionException} whose cause is what {@code work} threw */
    public static <T extends @Nullable Object> CompletionStage<T> call(Callable<T> work, Executor threads) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception failure) {
                        throw new CompletionException(failure);
                    }
                },
                threads);
    }
}
