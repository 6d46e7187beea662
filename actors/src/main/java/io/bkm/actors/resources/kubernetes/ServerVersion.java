package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks now and then which version the API server is of, for reports. Called on the source's loop, which does not wait. */
final class ServerVersion {

    private static final Logger LOG = LoggerFactory.getLogger(ServerVersion.class);

    /** Calls between two questions, once it is known: it changes a few times a year. */
    private static final int RARELY = 20;

    private final KubernetesClient client;
    private final KubernetesCounters counters;
    private int calls;

    ServerVersion(KubernetesClient client, KubernetesCounters counters) {
        this.client = client;
        this.counters = counters;
    }

    void check() {
        if (counters.serverVersion().isEmpty() || calls++ % RARELY == 0) {
            Thread.ofVirtual().name("bkm-kubernetes-version").start(this::ask);
        }
    }

    private void ask() {
        try {
            var version = client.getKubernetesVersion();
            if (version != null && version.getGitVersion() != null) {
                counters.serverVersion(version.getGitVersion());
            }
        } catch (RuntimeException notTold) {
            // Whatever it is, the client's end among them: nothing but a line of a report hangs on it.
            LOG.atDebug().setCause(notTold).log("the API server does not tell its version");
        }
    }
}
