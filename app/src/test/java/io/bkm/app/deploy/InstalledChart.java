package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.bkm.actors.resources.kubernetes.TestObjects;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real API server at which the chart is installed and taken away again, as the release {@code x}. */
final class InstalledChart implements AutoCloseable {

    private final Path folder;
    private final RealKubernetes api;
    private final Chart helm;
    private boolean installed;

    private InstalledChart(Chart chart, RealKubernetes api, Path folder) throws IOException {
        this.folder = folder;
        this.api = api;
        this.helm = chart.at(kubeconfig("admin", RealKubernetes.ADMIN));
    }

    /** Skips the test, with the reason, where there is no helm or no API server. Nothing is installed yet. */
    static InstalledChart orSkip(Path folder) throws IOException {
        var chart = Chart.orSkip();
        return new InstalledChart(chart, RealKubernetes.startOrSkip(folder, "the chart is not installed"), folder);
    }

    void createNamespaces(String... names) {
        for (var name : names) {
            var _ = admin().resource(TestObjects.namespace(name)).create();
        }
    }

    /** One who may do everything. */
    KubernetesClient admin() {
        return api.admin();
    }

    void install(String... arguments) {
        var all = new ArrayList<>(List.of("install", "x", Chart.FOLDER.toString()));
        all.addAll(List.of("--set", "image.repository=registry.test/bkm"));
        all.addAll(List.of(arguments));
        helm(all);
        installed = true;
    }

    void upgrade(String values) {
        helm(List.of("upgrade", "x", Chart.FOLDER.toString(), "-f", values));
    }

    /** Where it is installed. */
    void uninstall() {
        if (installed) {
            helm(List.of("uninstall", "x"));
            installed = false;
        }
    }

    private void helm(List<String> arguments) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of("--namespace", Chart.NAMESPACE));
        var answer = helm.helm(all);
        assertThat(answer.code())
                .as("helm %s: %s%s", all, answer.out(), answer.err())
                .isZero();
    }

    /** The file by which a program is the operator's account. */
    Path operatorsKubeconfig() throws IOException {
        var token = admin().serviceAccounts()
                .inNamespace(Chart.NAMESPACE)
                .withName("x-bkm-operator")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build());
        return kubeconfig("operator", token.getStatus().getToken());
    }

    private Path kubeconfig(String name, String token) throws IOException {
        return Files.writeString(folder.resolve(name), api.kubeconfig(token, api.port()));
    }

    boolean may(String account, String verb, String group, String resource, String namespace) {
        return may(account, verb, group, resource, namespace, "");
    }

    /** @param resource with its subresource; {@code namespace} "" for all of them */
    boolean may(String account, String verb, String group, String resource, String namespace, String name) {
        var parts = resource.split("/", -1);
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + Chart.NAMESPACE + ":x-bkm-" + account)
                .withGroups("system:serviceaccounts", "system:authenticated")
                .withNewResourceAttributes()
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .withNamespace(namespace)
                .withName(name)
                .endResourceAttributes()
                .endSpec()
                .build();
        return admin().authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }

    @Override
    public void close() {
        api.close();
    }
}
