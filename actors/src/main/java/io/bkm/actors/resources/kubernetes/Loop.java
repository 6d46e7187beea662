package io.bkm.actors.resources.kubernetes;

import java.util.concurrent.ScheduledExecutorService;

/** The one thread of a source, and what all that runs on it shares. */
record Loop(ScheduledExecutorService thread, StartGate gate, KubernetesSettings settings) {

    /** Lists under way at a time. */
    private static final int LISTS = 8;

    Loop(ScheduledExecutorService thread, KubernetesSettings settings) {
        this(thread, new StartGate(LISTS), settings);
    }
}
