package io.bkm.actors.discovery.kubernetes;

import io.bkm.actors.resources.Resources;
import java.util.List;

/**
 * From Kubernetes objects to target groups with exactly Prometheus' meta labels, for all six roles.
 *
 * <p>The result depends on the snapshot alone. An instance remembers the groups of the snapshot before, so that a
 * change of one pod does not cost the groups of all others; it is not for sharing between threads, the groups are.
 */
public final class KubernetesDiscovery {

    private final MetaLabels meta = new MetaLabels();
    private final GroupMemo memo = new GroupMemo();

    /** Begins a new snapshot. The view of the one before must not be used any more. */
    public DiscoveryView view(Resources snapshot) {
        memo.nextSnapshot();
        return new DiscoveryView(ObjectIndex.of(snapshot), meta, memo);
    }

    /** For one question only; whoever has several asks a {@link #view}. */
    public static List<TargetGroup> groups(
            Resources snapshot, Role role, NamespaceScope scope, AttachMetadata attach, Selectors selectors) {
        return new KubernetesDiscovery().view(snapshot).groups(role, scope, attach, selectors);
    }
}
