package io.bkm.actors.mirror;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Secrets in memory, and what was asked for. */
final class FakeStore implements SecretStore {

    final Map<String, StoredSecret> secrets = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    Workers workers = new Workers(1, Map.of());
    boolean away;

    @Override
    public void forEach(Consumer<StoredSecret> action) throws IOException {
        answer("look");
        secrets.values().forEach(action);
    }

    @Override
    public Change put(SecretContent content) throws IOException {
        answer("put " + content.name());
        var before = secrets.put(content.name(), new StoredSecret(content.name(), content.labels(), content.data()));
        return before == null ? Change.CREATED : Change.UPDATED;
    }

    @Override
    public void delete(String name) throws IOException {
        answer("delete " + name);
        var _ = secrets.remove(name);
    }

    @Override
    public Workers workers() throws IOException {
        if (away) {
            throw new IOException("connection refused");
        }
        return workers;
    }

    @Override
    public void close() {}

    private void answer(String call) throws IOException {
        if (away) {
            throw new IOException("connection refused");
        }
        calls.add(call);
    }
}
