package io.bkm.actors.reports;

import io.bkm.actors.resources.Resources;
import java.util.Map;
import java.util.TreeMap;

/** How many objects there are of each kind; the original counts namespaces for some kinds (W28). */
final class ResourceCounts {

    private ResourceCounts() {}

    static Map<String, Integer> of(Resources resources) {
        var owners = resources.owners();
        var counts = new TreeMap<String, Integer>();
        counts.put("BkLogConfig", resources.logConfigs().size());
        counts.put("CronJob", owners.cronJobs().size());
        counts.put("DaemonSet", owners.daemonSets().size());
        counts.put("Deployment", owners.deployments().size());
        counts.put("Endpoints", resources.endpoints().size());
        counts.put("EndpointSlice", resources.endpointSlices().size());
        counts.put("GameDeployment", owners.gameDeployments().size());
        counts.put("GameStatefulSet", owners.gameStatefulSets().size());
        counts.put("Ingress", resources.ingresses().size());
        counts.put("Job", owners.jobs().size());
        counts.put("Node", resources.nodes().size());
        counts.put("Pod", resources.pods().size());
        counts.put("ReplicaSet", owners.replicaSets().size());
        counts.put("Service", resources.services().size());
        counts.put("StatefulSet", owners.statefulSets().size());
        return counts;
    }
}
