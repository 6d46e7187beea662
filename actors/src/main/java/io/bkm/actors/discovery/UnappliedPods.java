package io.bkm.actors.discovery;

import io.bkm.actors.resources.Resources;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/**
 * Pods of manifests that nobody applied yet. The API server gives every pod a uid; until then {@code <uid>} stands for
 * it, so that one sees which labels will have it.
 */
public final class UnappliedPods {

    private static final String PLACEHOLDER = "<uid>";

    private UnappliedPods() {}

    public static Resources withUids(Resources resources) {
        return resources.withPods(
                resources.pods().stream().map(UnappliedPods::withUid).toList());
    }

    private static Pod withUid(Pod pod) {
        var uid = pod.getMetadata().getUid();
        return uid != null && !uid.isEmpty()
                ? pod
                : new PodBuilder(pod)
                        .editMetadata()
                        .withUid(PLACEHOLDER)
                        .endMetadata()
                        .build();
    }
}
