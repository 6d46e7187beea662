package io.bkm.actors.status;

import io.bkm.actors.discovery.MonitorId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is not to be tried now: what did not succeed is tried again more and more seldom, and what is forbidden of one
 * monitor is not tried on the others of its kind and namespace. For one thread.
 */
final class Refusals {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private record Retry(int failures, long atMillis) {}

    private record Place(String kind, String namespace) {}

    private final Duration longest;
    private final Map<MonitorId, Retry> retries = new HashMap<>();
    private final Set<Place> forbidden = new HashSet<>();

    /** @param longest time until the next try */
    Refusals(Duration longest) {
        this.longest = longest;
    }

    boolean mayTry(MonitorId id, long nowMillis) {
        var retry = retries.get(id);
        return (retry == null || nowMillis >= retry.atMillis())
                && !forbidden.contains(new Place(id.kind(), id.namespace()));
    }

    void retryLater(MonitorId id, long nowMillis) {
        var before = retries.get(id);
        int failures = before == null ? 0 : before.failures() + 1;
        long wait = Math.min(longest.toMillis(), FIRST_RETRY.toMillis() << Math.min(failures, 20));
        retries.put(id, new Retry(failures, nowMillis + wait));
    }

    void succeeded(MonitorId id) {
        retries.remove(id);
    }

    void keepIf(Predicate<MonitorId> isThere) {
        retries.keySet().removeIf(isThere.negate());
    }

    void forbid(String kind, String namespace) {
        forbidden.add(new Place(kind, namespace));
    }

    /** Rights may have been given meanwhile. */
    void permitAll() {
        forbidden.clear();
    }
}
