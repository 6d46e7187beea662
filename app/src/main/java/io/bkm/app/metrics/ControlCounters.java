package io.bkm.app.metrics;

import io.bkm.actors.mirror.MirrorCounters;
import io.bkm.actors.resources.kubernetes.KubernetesCounters;
import io.bkm.actors.sd.running.SdCounters;

/** What the control path of a member counts, in all its lives in the cluster. Zero where the operator never ran. */
public record ControlCounters(MirrorCounters mirror, KubernetesCounters kubernetes, SdCounters discovery) {

    public static ControlCounters create() {
        return new ControlCounters(new MirrorCounters(), new KubernetesCounters(), new SdCounters());
    }
}
