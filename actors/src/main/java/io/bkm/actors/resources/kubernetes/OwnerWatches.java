package io.bkm.actors.resources.kubernetes;

import io.bkm.actors.resources.Owners;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;

/** The kinds of which nothing but their owners is read. */
final class OwnerWatches {

    /** Begins to watch a kind. */
    interface Opener {
        <T extends HasMetadata> KindWatch<T> watch(WatchedKind<T> kind);
    }

    private final KindWatch<ReplicaSet> replicaSets;
    private final KindWatch<Deployment> deployments;
    private final KindWatch<StatefulSet> statefulSets;
    private final KindWatch<DaemonSet> daemonSets;
    private final KindWatch<Job> jobs;
    private final KindWatch<CronJob> cronJobs;
    private final KindWatch<GenericKubernetesResource> gameStatefulSets;
    private final KindWatch<GenericKubernetesResource> gameDeployments;

    OwnerWatches(Opener opener) {
        replicaSets = opener.watch(WatchedKind.REPLICA_SETS);
        deployments = opener.watch(WatchedKind.DEPLOYMENTS);
        statefulSets = opener.watch(WatchedKind.STATEFUL_SETS);
        daemonSets = opener.watch(WatchedKind.DAEMON_SETS);
        jobs = opener.watch(WatchedKind.JOBS);
        cronJobs = opener.watch(WatchedKind.CRON_JOBS);
        gameStatefulSets = opener.watch(WatchedKind.GAME_STATEFUL_SETS);
        gameDeployments = opener.watch(WatchedKind.GAME_DEPLOYMENTS);
    }

    Owners owners() {
        return new Owners(
                replicaSets.values(ReplicaSet.class),
                deployments.values(Deployment.class),
                statefulSets.values(StatefulSet.class),
                daemonSets.values(DaemonSet.class),
                jobs.values(Job.class),
                cronJobs.values(CronJob.class),
                gameStatefulSets.values(GenericKubernetesResource.class),
                gameDeployments.values(GenericKubernetesResource.class));
    }
}
