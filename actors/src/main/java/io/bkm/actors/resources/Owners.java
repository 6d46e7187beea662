package io.bkm.actors.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * What makes pods, and what makes that: who they are and whom they belong to, nothing else. The last two are of
 * {@code tkex.tencent.com}, read where they are installed.
 */
public record Owners(
        List<ReplicaSet> replicaSets,
        List<Deployment> deployments,
        List<StatefulSet> statefulSets,
        List<DaemonSet> daemonSets,
        List<Job> jobs,
        List<CronJob> cronJobs,
        List<GenericKubernetesResource> gameStatefulSets,
        List<GenericKubernetesResource> gameDeployments) {

    public static final Owners NONE =
            new Owners(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public Owners {
        replicaSets = List.copyOf(replicaSets);
        deployments = List.copyOf(deployments);
        statefulSets = List.copyOf(statefulSets);
        daemonSets = List.copyOf(daemonSets);
        jobs = List.copyOf(jobs);
        cronJobs = List.copyOf(cronJobs);
        gameStatefulSets = List.copyOf(gameStatefulSets);
        gameDeployments = List.copyOf(gameDeployments);
    }

    /** Calls {@code to} with each of them and its kind. */
    public void forEach(BiConsumer<String, HasMetadata> to) {
        replicaSets.forEach(set -> to.accept("ReplicaSet", set));
        deployments.forEach(deployment -> to.accept("Deployment", deployment));
        statefulSets.forEach(set -> to.accept("StatefulSet", set));
        daemonSets.forEach(set -> to.accept("DaemonSet", set));
        jobs.forEach(job -> to.accept("Job", job));
        cronJobs.forEach(job -> to.accept("CronJob", job));
        gameStatefulSets.forEach(set -> to.accept("GameStatefulSet", set));
        gameDeployments.forEach(deployment -> to.accept("GameDeployment", deployment));
    }
}
