package io.bkm.actors.discovery.kubernetes;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds again what was made of the same objects. Objects are the same when they are one instance: snapshots share the
 * instances of what did not change, and to compare 20,000 pods field by field would cost more than to make the groups.
 *
 * <p>Holds what the current snapshot uses, and what the one before it used until the next begins.
 */
final class GroupMemo {

    private Map<Key, Object> current = new HashMap<>();
    private Map<Key, Object> previous = new HashMap<>();

    /**
     * @param what tells apart different results of the same objects; compared by equals
     * @param from all that the result depends on
     */
    <T> T get(Class<T> type, Object what, List<? extends @Nullable Object> from, Supplier<T> make) {
        var key = new Key(what, from.toArray());
        var made = current.get(key);
        if (made == null) {
            made = previous.get(key);
            if (made == null) {
                made = make.get();
            }
            current.put(key, made);
        }
        return type.cast(made);
    }

    /** Forgets what the snapshot that ends did not use. */
    void nextSnapshot() {
        previous = current;
        current = HashMap.newHashMap(previous.size());
    }

    int size() {
        return current.size();
    }

    private static final class Key {

        private final Object what;
        private final @Nullable Object[] from;
        private final int hash;

        Key(Object what, @Nullable Object[] from) {
            this.what = what;
            this.from = from;
            int hash = what.hashCode();
            for (var object : from) {
                hash = 31 * hash + System.identityHashCode(object);
            }
            this.hash = hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && hash == key.hash
                    && what.equals(key.what)
                    && Arrays.equals(from, key.from, (a, b) -> a == b ? 0 : 1);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
