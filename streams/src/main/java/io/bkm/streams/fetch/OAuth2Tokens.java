package io.bkm.streams.fetch;

import io.bkm.streams.targets.Credentials.OAuth2;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tokens of the client credentials grant, kept until they expire and shared by all endpoints with equal credentials. */
final class OAuth2Tokens {

    /** The least recently used go first; their endpoints ask for a new token. */
    private static final int MAX_KEPT = 1024;

    /** A token this close to its end is not used any more, as in Go. */
    private static final long LEEWAY_SECONDS = 10;

    private final TokenRequest request;

    private final Map<OAuth2, Slot> slots = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<OAuth2, Slot> eldest) {
            return size() > MAX_KEPT;
        }
    };

    OAuth2Tokens(TokenRequest request) {
        this.request = request;
    }

    /** The header's value; gets a token when there is none that is still good. One thread asks, the others wait for it. */
    String authorization(OAuth2 credentials, Deadline deadline) throws FetchFailure {
        var slot = slot(credentials);
        try {
            if (!slot.lock.tryLock(deadline.left(Stage.TOKEN).toNanos(), TimeUnit.NANOSECONDS)) {
                throw deadline.timedOut(Stage.TOKEN);
            }
        } catch (InterruptedException e) {
            throw Deadline.cancelled();
        }
        try {
            if (slot.token == null || !slot.token.isGood(System.nanoTime())) {
                slot.token = request.send(credentials, deadline);
            }
            return slot.token.authorization();
        } finally {
            slot.lock.unlock();
        }
    }

    /** The endpoint did not accept it: the next scrape gets a new one. */
    void reject(OAuth2 credentials, String authorization) {
        var slot = slot(credentials);
        slot.lock.lock();
        try {
            if (slot.token != null && slot.token.authorization().equals(authorization)) {
                slot.token = null;
            }
        } finally {
            slot.lock.unlock();
        }
    }

    private Slot slot(OAuth2 credentials) {
        synchronized (slots) {
            return slots.computeIfAbsent(credentials, _ -> new Slot());
        }
    }

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        Token token;
    }

    /** @param expiresNanos in {@link System#nanoTime()}; null when the server named no end */
    record Token(String authorization, @Nullable Long expiresNanos) {

        static Token expiringIn(String authorization, long seconds, long nowNanos) {
            long nanos = TimeUnit.SECONDS.toNanos(seconds - LEEWAY_SECONDS);
            return new Token(authorization, seconds <= 0 ? null : nowNanos + nanos);
        }

        boolean isGood(long nowNanos) {
            return expiresNanos == null || expiresNanos - nowNanos > 0;
        }

        @Override
        public String toString() {
            return "Token[]";
        }
    }
}
