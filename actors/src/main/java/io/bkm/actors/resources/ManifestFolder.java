package io.bkm.actors.resources;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources from a folder of manifests, read again when its files change. A file that is broken, an object that is wrong
 * and a folder that cannot be read keep their last good state and are reported in the problems of the resources.
 */
public final class ManifestFolder implements ResourceSource {

    private static final Logger LOG = LoggerFactory.getLogger(ManifestFolder.class);

    private final Path root;
    private final ManifestSettings settings;
    private final ManifestFiles files;
    private final Set<Path> unwatched = new HashSet<>();
    private @Nullable Thread thread;
    private @Nullable WatchService watcher;
    private volatile boolean closed;

    /** A folder, or a single file. It may be absent now and appear later. */
    public ManifestFolder(ManifestSettings settings) {
        if (settings.folder().isEmpty()) {
            throw new IllegalArgumentException("bkm.manifests.folder: \"\" (expected: a folder)");
        }
        this.root = Path.of(settings.folder());
        this.settings = settings;
        this.files = new ManifestFiles(root, settings);
    }

    /** Reads on a thread of its own, which then calls the listener. */
    @Override
    public synchronized void start(Consumer<Resources> listener) {
        if (thread != null || closed) {
            throw new IllegalStateException("start: a second time or after close (expected: once)");
        }
        watcher = openWatcher();
        thread = Thread.ofPlatform().name("bkm-manifests").daemon().start(() -> run(listener));
    }

    /** Returns at once; a listener that is just being called finishes. */
    @Override
    public synchronized void close() {
        closed = true;
        if (watcher != null) {
            try {
                watcher.close();
            } catch (IOException e) {
                LOG.atWarn().setCause(e).log("closing the watch of manifests failed");
            }
        }
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** One look at the folder; the listener is called if anything is new. Answers whether all changes are believed. */
    boolean rescan(boolean thorough, Consumer<Resources> listener) {
        var look = files.look(thorough, this::watch);
        var resources = look.resources();
        if (resources != null && !closed) {
            listener.accept(resources);
        }
        return look.settled();
    }

    private void run(Consumer<Resources> listener) {
        boolean thorough = true;
        while (!closed) {
            boolean settled = true;
            try {
                settled = rescan(thorough, listener);
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.atError().addKeyValue("folder", root).setCause(e).log("reading manifests failed");
                }
            }
            try {
                thorough = settled ? !awaitChange(settings.rescanInterval()) : settle();
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            }
        }
    }

    /** Whether something changed; else the time is up. */
    private boolean awaitChange(Duration atMost) throws InterruptedException {
        if (watcher == null) {
            Thread.sleep(atMost);
            return false;
        }
        var key = watcher.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    /** Lets time pass so that the next look means something; what happens meanwhile is seen by that look. */
    private boolean settle() throws InterruptedException {
        Thread.sleep(settings.settle());
        while (watcher != null) {
            var key = watcher.poll();
            if (key == null) {
                break;
            }
            key.pollEvents();
            key.reset();
        }
        return false;
    }

    private @Nullable WatchService openWatcher() {
        try {
            return root.getFileSystem().newWatchService();
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("folder", root)
                    .addKeyValue("rescanInterval", settings.rescanInterval())
                    .setCause(e)
                    .log("manifests cannot be watched; changes are seen at the next re-scan");
            return null;
        }
    }

    /** Watching a folder twice is watching it once. */
    private void watch(Path folder) {
        if (watcher == null) {
            return;
        }
        try {
            var _ = folder.register(watcher, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
        } catch (IOException e) {
            if (unwatched.add(folder)) {
                LOG.atWarn()
                        .addKeyValue("folder", folder)
                        .addKeyValue("rescanInterval", settings.rescanInterval())
                        .setCause(e)
                        .log("folder cannot be watched; changes are seen at the next re-scan");
            }
        }
    }
}
