package io.bkm.app.metrics;

import io.bkm.actors.autoscale.AutoscaleCounters;
import io.bkm.actors.dataids.DataIdCounters;
import io.bkm.actors.discovery.DiscoveryCounters;
import io.bkm.actors.mirror.MirrorCounters;
import io.bkm.actors.operator.OperatorCounters;
import io.bkm.actors.resources.kubernetes.KubernetesCounters;
import io.bkm.actors.sd.running.SdCounters;
import io.bkm.actors.status.StatusCounters;

/** What the control path of a member counts, in all its lives in the cluster. Zero where the operator never ran. */
public record ControlCounters(
        OperatorCounters operator,
        DiscoveryCounters expansion,
        DataIdCounters dataIds,
        MirrorCounters mirror,
        StatusCounters status,
        KubernetesCounters kubernetes,
        SdCounters discovery,
        AutoscaleCounters autoscale) {

    /** @param environment see {@code bkm.expansion.environment} */
    public static ControlCounters create(String environment) {
        return new ControlCounters(
                new OperatorCounters(),
                new DiscoveryCounters(),
                new DataIdCounters(environment),
                new MirrorCounters(),
                new StatusCounters(),
                new KubernetesCounters(),
                new SdCounters(),
                new AutoscaleCounters());
    }
}
