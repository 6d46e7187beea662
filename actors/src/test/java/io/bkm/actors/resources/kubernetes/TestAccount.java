package io.bkm.actors.resources.kubernetes;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Service accounts with rights in their own namespace. */
public final class TestAccount {

    private TestAccount() {}

    /** What deploy/chart gives the operator, to hold one Lease. */
    public static List<PolicyRule> holding(String lease) {
        return List.of(
                new PolicyRuleBuilder()
                        .withApiGroups("coordination.k8s.io")
                        .withResources("leases")
                        .withResourceNames(lease)
                        .withVerbs("get", "patch")
                        .build(),
                new PolicyRuleBuilder()
                        .withApiGroups("coordination.k8s.io")
                        .withResources("leases")
                        .withVerbs("create")
                        .build());
    }

    public static void create(KubernetesClient admin, String namespace, String name, List<PolicyRule> rules) {
        var account =
                new ServiceAccountBuilder().withNewMetadata().withName(name).withNamespace(namespace);
        var _ = admin.resource(account.endMetadata().build()).create();
        var role = new RoleBuilder().withNewMetadata().withName(name).withNamespace(namespace);
        var _ = admin.resource(role.endMetadata().withRules(rules).build()).create();
        var binding = new RoleBindingBuilder().withNewMetadata().withName(name).withNamespace(namespace);
        var _ = admin.resource(binding.endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name)
                        .addNewSubject("", "ServiceAccount", name, namespace)
                        .build())
                .create();
    }
}
