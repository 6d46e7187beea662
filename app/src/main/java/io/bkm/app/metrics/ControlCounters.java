package io.bkm.app.metrics;

import io.bkm.actors.mirror.MirrorCounters;
import io.bkm.actors.resources.kubernetes.KubernetesCounters;
import io.bkm.actors.sd.running.SdCounters;
import io.bkm.actors.status.StatusCounters;

/** What the control path of a member counts, in all its lives in the cluster. Zero where the operator never ran. */
public record ControlCounters(
        MirrorCounters mirror, StatusCounters status, KubernetesCounters kubernetes, SdCounters discovery) {

    public static ControlCounters create() {
        return new ControlCounters(
                new MirrorCounters(), new StatusCounters(), new KubernetesCounters(), new SdCounters());
    }
}
