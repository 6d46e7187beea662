package io.bkm.actors.lease;

import static org.awaitility.Awaitility.await;

import io.bkm.actors.resources.kubernetes.TestAccount;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Tokens of a service account that may do with one Lease what deploy/chart gives. Each ends when the test says so. */
final class AccountTokens {

    private static final String ACCOUNT = "operator";

    private final KubernetesClient admin;
    private final String namespace;
    private final Map<String, String> issued = new HashMap<>();

    AccountTokens(KubernetesClient admin, String namespace, String lease) {
        this.admin = admin;
        this.namespace = namespace;
        TestAccount.create(admin, namespace, ACCOUNT, TestAccount.holding(lease));
    }

    /** A token is good for as long as the Secret is there that it was bound to. */
    String issue(String name) {
        var secret = new SecretBuilder().withNewMetadata().withName(name).withNamespace(namespace);
        var bound = admin.resource(secret.endMetadata().build()).create();
        var request = new TokenRequestBuilder()
                .withNewSpec()
                .withNewBoundObjectRef("v1", "Secret", name, bound.getMetadata().getUid())
                .endSpec()
                .build();
        var token = admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(ACCOUNT)
                .tokenRequest(request)
                .getStatus()
                .getToken();
        issued.put(name, token);
        return token;
    }

    /** The API server forgets within seconds that it knew the token. */
    void end(String name) {
        var _ = admin.secrets().inNamespace(namespace).withName(name).delete();
        var review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(issued.get(name))
                .endSpec()
                .build();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !Boolean.TRUE.equals(
                        admin.tokenReviews().create(review).getStatus().getAuthenticated()));
    }
}
