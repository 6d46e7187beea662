package io.bkm.actors.discovery.kubernetes;

/**
 * What is added to a target of the objects around it: {@code attach_metadata} of a discovery. Prometheus 3.5 knows
 * {@code node} only; the others came later and change nothing while they are off.
 *
 * @param node name, labels and annotations of the target's node (roles pod, endpoints, endpointslice)
 * @param namespace labels and annotations of its namespace (all roles but node)
 * @param deployment the name of the pod's Deployment
 * @param job the name of the pod's Job
 * @param cronjob the name of the pod's CronJob
 */
public record AttachMetadata(boolean node, boolean namespace, boolean deployment, boolean job, boolean cronjob) {

    public static final AttachMetadata NONE = new AttachMetadata(false, false, false, false, false);
    public static final AttachMetadata NODE = new AttachMetadata(true, false, false, false, false);

    public static AttachMetadata node(boolean node) {
        return node ? NODE : NONE;
    }
}
