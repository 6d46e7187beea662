package io.bkm.actors.joins;

import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.actors.resources.Owners;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;

/** Where owners came, went or changed between two snapshots. What did not change is the same instance in both. */
final class ChangedOwners {

    private ChangedOwners() {}

    static Set<String> namespaces(Owners before, Owners after) {
        Set<HasMetadata> old = Collections.newSetFromMap(new IdentityHashMap<>());
        before.forEach((_, owner) -> old.add(owner));
        var namespaces = new HashSet<String>();
        after.forEach((_, owner) -> {
            if (!old.remove(owner)) {
                namespaces.add(KubeObjects.namespace(owner));
            }
        });
        old.forEach(gone -> namespaces.add(KubeObjects.namespace(gone)));
        return namespaces;
    }
}
