package io.bkm.actors.joins;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.joins.PodOwners.Owner;
import io.bkm.actors.resources.Owners;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PodOwnersTest {

    private final PodOwners owners = new PodOwners(new Owners(
            List.of(named(new ReplicaSet(), "web-1", "Deployment/web"), named(new ReplicaSet(), "bare-1")),
            List.of(named(new Deployment(), "web", "Rollout/web")),
            List.of(
                    named(new StatefulSet(), "a", "StatefulSet/b"),
                    named(new StatefulSet(), "b", "StatefulSet/a"),
                    named(new StatefulSet(), "db", "Database/db")),
            List.of(),
            List.of(named(new Job(), "nightly-1", "CronJob/nightly"), named(new Job(), "once", "CronJob/gone")),
            List.of(named(new CronJob(), "nightly")),
            List.of(named(new GenericKubernetesResource(), "game")),
            List.of()));

    @Test
    void followsOwnersToTheOneOnTop() {
        assertThat(owners.top(pod("ReplicaSet/web-1"))).isEqualTo(new Owner("Deployment", "web"));
        assertThat(owners.top(pod("ReplicaSet/bare-1"))).isEqualTo(new Owner("ReplicaSet", "bare-1"));
        assertThat(owners.top(pod("Job/nightly-1"))).isEqualTo(new Owner("CronJob", "nightly"));
        assertThat(owners.top(pod("GameStatefulSet/game"))).isEqualTo(new Owner("GameStatefulSet", "game"));
    }

    @Test
    void anOwnerThatIsNotThereCountsForNothing() {
        assertThat(owners.top(pod("DaemonSet/agent"))).isEqualTo(new Owner("Pod", "p"));
        assertThat(owners.direct(pod("DaemonSet/agent"))).isEmpty();
        assertThat(owners.top(pod("Job/once"))).isEqualTo(new Owner("Job", "once"));
        assertThat(owners.top(pod("DaemonSet/agent", "StatefulSet/db"))).isEqualTo(new Owner("StatefulSet", "db"));
        assertThat(owners.direct(pod("DaemonSet/agent", "StatefulSet/db"))).contains(new Owner("StatefulSet", "db"));
    }

    @Test
    void aPodOfNobodyIsItsOwnWorkload() {
        assertThat(owners.top(pod())).isEqualTo(new Owner("Pod", "p"));
        assertThat(owners.top(pod("Node/node-a"))).isEqualTo(new Owner("Pod", "p"));
    }

    @Test
    void ownersInACircleHaveAnEnd() {
        assertThat(owners.top(pod("StatefulSet/a")).kind()).isEqualTo("StatefulSet");
    }

    @Test
    void theOwnerOfAnotherNamespaceIsAnother() {
        var pod = pod("ReplicaSet/web-1");
        pod.getMetadata().setNamespace("other");

        assertThat(owners.top(pod)).isEqualTo(new Owner("Pod", "p"));
    }

    private static Pod pod(String... owners) {
        return named(new Pod(), "p", owners);
    }

    /** @param owners as {@code KIND/NAME} */
    private static <T extends HasMetadata> T named(T object, String name, String... owners) {
        var metadata = new ObjectMeta();
        metadata.setNamespace("shop");
        metadata.setName(name);
        metadata.setOwnerReferences(Arrays.stream(owners)
                .map(owner -> new OwnerReferenceBuilder()
                        .withKind(owner.substring(0, owner.indexOf('/')))
                        .withName(owner.substring(owner.indexOf('/') + 1))
                        .build())
                .toList());
        object.setMetadata(metadata);
        return object;
    }
}
