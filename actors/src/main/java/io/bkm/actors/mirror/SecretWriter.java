package io.bkm.actors.mirror;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the Secrets that exist to what they should be. Nothing is written where nothing differs. */
final class SecretWriter {

    private static final Logger log = LoggerFactory.getLogger(SecretWriter.class);

    /**
     * A Secret as it was when it was last seen or written.
     *
     * @param raw see {@link SecretPrint#raw}
     * @param print see {@link SecretPrint#of}
     */
    private record Known(String createdBy, String taskType, String raw, String print) {

        static Known of(StoredSecret secret) {
            return new Known(
                    secret.createdBy(),
                    secret.taskType(),
                    SecretPrint.raw(secret.data()),
                    SecretPrint.of(secret.data()));
        }

        static Known of(SecretContent content, String raw) {
            return new Known(SecretContent.OPERATOR, content.taskType(), raw, SecretPrint.of(content.data()));
        }

        boolean hasLabelsOf(SecretContent content) {
            return createdBy.equals(SecretContent.OPERATOR) && taskType.equals(content.taskType());
        }
    }

    private final SecretStore store;
    private final MirrorCounters counters;
    private final Map<String, Known> known = new HashMap<>();

    SecretWriter(SecretStore store, MirrorCounters counters) {
        this.store = store;
        this.counters = counters;
    }

    /** Looks at what is there, whoever wrote it. */
    void look() throws IOException {
        var seen = new HashMap<String, Known>();
        store.forEach(secret -> seen.put(secret.name(), Known.of(secret)));
        known.clear();
        known.putAll(seen);
    }

    /** Returns whether all is as it should be; where not, the next call tries what is left. */
    boolean write(SecretLayout layout) {
        boolean complete = true;
        for (var content : layout.secrets().values()) {
            complete &= put(content);
        }
        for (var name : List.copyOf(known.keySet())) {
            var secret = known.get(name);
            if (secret != null && layout.isStale(name, secret.createdBy(), secret.taskType())) {
                complete &= delete(name);
            }
        }
        return complete;
    }

    private boolean put(SecretContent content) {
        var raw = SecretPrint.raw(content.data());
        var before = known.get(content.name());
        if (before != null && before.hasLabelsOf(content)) {
            if (before.raw().equals(raw)) {
                return true;
            }
            if (before.print().equals(SecretPrint.of(content.data()))) {
                known.put(content.name(), Known.of(content, raw));
                return true;
            }
        }
        try {
            counters.changed(content.name(), store.put(content));
            known.put(content.name(), Known.of(content, raw));
            return true;
        } catch (IOException failure) {
            failed(content.name(), MirrorCounters.Event.WRITE_FAILED, failure);
            return false;
        }
    }

    private boolean delete(String name) {
        try {
            store.delete(name);
            counters.deletedOne(name);
            known.remove(name);
            return true;
        } catch (IOException failure) {
            failed(name, MirrorCounters.Event.DELETE_FAILED, failure);
            return false;
        }
    }

    private void failed(String name, MirrorCounters.Event event, IOException failure) {
        counters.failedOne(name, event);
        log.atWarn()
                .addKeyValue("secret", name)
                .addKeyValue("reason", failure.getMessage())
                .log("not written");
    }
}
