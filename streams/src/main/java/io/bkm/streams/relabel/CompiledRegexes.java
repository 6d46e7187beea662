package io.bkm.streams.relabel;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The regexes in use, one of each: the same metric relabelings belong to thousands of targets, and those of
 * kube-prometheus take RE2/J some 16 kB a rule. What no rule holds any more is forgotten, so there are never more entries
 * than different rules in use, but for what the garbage collector has not come to.
 */
final class CompiledRegexes {

    private static final ConcurrentHashMap<String, Entry> ENTRIES = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Regex> FORGOTTEN = new ReferenceQueue<>();

    private static final class Entry extends WeakReference<Regex> {
        private final String text;

        Entry(String text, Regex regex) {
            super(regex, FORGOTTEN);
            this.text = text;
        }
    }

    private CompiledRegexes() {}

    static @Nullable Regex get(String text) {
        var entry = ENTRIES.get(text);
        return entry == null ? null : entry.get();
    }

    static void put(String text, Regex regex) {
        for (var gone = FORGOTTEN.poll(); gone instanceof Entry entry; gone = FORGOTTEN.poll()) {
            ENTRIES.remove(entry.text, entry);
        }
        ENTRIES.put(text, new Entry(text, regex));
    }
}
