package io.bkm.actors.reports;

import static io.bkm.actors.reports.Relations.annotations;
import static io.bkm.actors.reports.Relations.labels;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.bkm.actors.discovery.kubernetes.KubeObjects;
import io.bkm.actors.discovery.kubernetes.LabelSelector;
import io.bkm.actors.discovery.kubernetes.LabelSelector.Requirement;
import io.bkm.crds.BkLogConfig;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose logs a BkLogConfig means (specs/bkmonitor-operator.md 7.3). What cannot be understood, a selector or a regular
 * expression, means nobody's. The original looks at the owner's kind twice and at its name never; here both count.
 */
final class LogMatch {

    /** A pod that vcluster copied from a cluster of its own says who owns it there. */
    private static final String VCLUSTER = "vcluster.loft.sh/managed-by";

    private static final String VCLUSTER_KIND = "vcluster.loft.sh/owner-set-kind";
    private static final String VCLUSTER_NAME = "vcluster.loft.sh/owner-set-name";

    private record Owner(String kind, String name) {}

    private final BkLogConfig.Spec spec;
    private final @Nullable LabelSelector labels;
    private final @Nullable LabelSelector annotations;
    /** Null where it is none. */
    private final @Nullable Pattern workloadName;

    LogMatch(BkLogConfig.Spec spec) {
        this.spec = spec;
        this.labels = selector(spec.labelSelector());
        this.annotations = selector(spec.annotationSelector());
        this.workloadName = pattern(spec.workloadName());
    }

    boolean namespace(String namespace) {
        var selector = spec.namespaceSelector();
        if (selector != null) {
            if (selector.any()) {
                return true;
            }
            if (!selector.excludeNames().isEmpty()) {
                return !selector.excludeNames().contains(namespace);
            }
            if (!selector.matchNames().isEmpty()) {
                return selector.matchNames().contains(namespace);
            }
        }
        return spec.namespace().isEmpty() || spec.namespace().equals(namespace);
    }

    /** Its namespace aside. */
    boolean pod(Pod pod) {
        if (pod.getSpec() == null) {
            return false;
        }
        var containers = pod.getSpec().getContainers();
        if (spec.allContainer()) {
            return !containers.isEmpty();
        }
        return matches(labels, labels(pod))
                && matches(annotations, annotations(pod))
                && workload(pod)
                && containers.stream().anyMatch(container -> container(container.getName()));
    }

    boolean node(Node node) {
        return matches(labels, labels(node)) && matches(annotations, annotations(node));
    }

    private boolean container(String name) {
        return !spec.containerNameExclude().contains(name)
                && (spec.containerNameMatch().isEmpty()
                        || spec.containerNameMatch().contains(name));
    }

    private boolean workload(Pod pod) {
        if (spec.workloadType().isEmpty() && spec.workloadName().isEmpty()) {
            return true;
        }
        var owners = owners(pod);
        return (spec.workloadType().isEmpty() || owners.stream().anyMatch(this::hasKind))
                && (spec.workloadName().isEmpty() || owners.stream().anyMatch(this::hasName));
    }

    private boolean hasKind(Owner owner) {
        return spec.workloadType().equalsIgnoreCase(owner.kind())
                || (isReplicaSet(owner) && spec.workloadType().equalsIgnoreCase("Deployment"));
    }

    private boolean hasName(Owner owner) {
        int dash = owner.name().lastIndexOf('-');
        var name = isReplicaSet(owner) && dash >= 0 ? owner.name().substring(0, dash) : owner.name();
        return workloadName != null
                && (workloadName.matcher(name).find() || spec.workloadName().equalsIgnoreCase(name));
    }

    private static boolean isReplicaSet(Owner owner) {
        return owner.kind().equalsIgnoreCase("ReplicaSet");
    }

    private static List<Owner> owners(Pod pod) {
        if (labels(pod).containsKey(VCLUSTER)) {
            var said = annotations(pod);
            return List.of(new Owner(said.getOrDefault(VCLUSTER_KIND, ""), said.getOrDefault(VCLUSTER_NAME, "")));
        }
        return KubeObjects.each(pod.getMetadata().getOwnerReferences()).stream()
                .map(owner -> new Owner(owner.getKind(), owner.getName()))
                .toList();
    }

    private static boolean matches(@Nullable LabelSelector selector, Map<String, String> values) {
        return selector != null && selector.matches(values);
    }

    /** Null for one that cannot be understood; an absent one selects all. */
    private static @Nullable LabelSelector selector(io.bkm.crds.@Nullable LabelSelector selector) {
        var requirements = new ArrayList<Requirement>();
        if (selector != null) {
            selector.matchLabels().forEach((key, value) -> requirements.add(new LabelSelector.In(key, Set.of(value))));
            for (var expression : selector.matchExpressions()) {
                var requirement = requirement(expression);
                if (requirement == null) {
                    return null;
                }
                requirements.add(requirement);
            }
        }
        return new LabelSelector(requirements);
    }

    private static @Nullable Requirement requirement(io.bkm.crds.LabelSelector.Requirement expression) {
        var values = Set.copyOf(expression.values());
        return switch (expression.operator()) {
            case "In" -> values.isEmpty() ? null : new LabelSelector.In(expression.key(), values);
            case "NotIn" -> values.isEmpty() ? null : new LabelSelector.NotIn(expression.key(), values);
            case "Exists" -> new LabelSelector.Exists(expression.key());
            case "DoesNotExist" -> new LabelSelector.Missing(expression.key());
            default -> null;
        };
    }

    private static @Nullable Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException wrong) {
            return null;
        }
    }
}
