package io.bkm.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bkm.actors.resources.kubernetes.RealKubernetes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The chart at a real API server: installed, and changed. */
class ChartIT extends InstalledChartTests {

    private static final String VALUES = "src/test/resources/chart/upgrade.yaml";
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withForce(true)
            .build();

    @Test
    void keepsSelectorsAndCertificateWhenValuesChange() {
        chart.install();
        var selectors = selectors();
        var certificate = chart.admin()
                .secrets()
                .inNamespace(Chart.NAMESPACE)
                .withName("x-bkm-members-tls")
                .get()
                .getData();

        chart.upgrade(VALUES);

        assertThat(selectors()).hasSize(4).containsAllEntriesOf(selectors);
        assertThat(selectors).hasSize(3);
        assertThat(certificate).containsOnlyKeys("ca.crt", "tls.crt", "tls.key");
        assertThat(chart.admin()
                        .secrets()
                        .inNamespace(Chart.NAMESPACE)
                        .withName("x-bkm-members-tls")
                        .get()
                        .getData())
                .isEqualTo(certificate);
    }

    @Test
    void isTakenByServerSideApplyWithEverythingOn() {
        var objects = Chart.orSkip()
                .template(
                        "-f",
                        VALUES,
                        "--set=autoscaling.enabled=true,mirror.mode=on,monitors.kubelet.discovery=service",
                        "--include-crds");
        var others = objects.stream().filter(object -> !isCrd(object)).toList();

        objects.stream().filter(ChartIT::isCrd).forEach(ChartIT::apply);
        chart.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .resources()
                .forEach(RealKubernetes::awaitServed);
        try {
            assertThat(others)
                    .hasSizeGreaterThan(50)
                    .allSatisfy(object ->
                            assertThat(apply(object).getMetadata().getUid()).isNotEmpty());
        } finally {
            others.forEach(object -> chart.admin().resource(resource(object)).delete());
        }
    }

    private static boolean isCrd(JsonNode object) {
        return object.path("kind").asText().equals("CustomResourceDefinition");
    }

    private static GenericKubernetesResource apply(JsonNode object) {
        return chart.admin().resource(resource(object)).patch(APPLY);
    }

    private static GenericKubernetesResource resource(JsonNode object) {
        return Serialization.unmarshal(object.toString(), GenericKubernetesResource.class);
    }

    private static Map<String, Map<String, String>> selectors() {
        var selectors = new TreeMap<String, Map<String, String>>();
        var apps = chart.admin().apps();
        apps.deployments()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(workload -> selectors.put(
                        workload.getMetadata().getName(),
                        workload.getSpec().getSelector().getMatchLabels()));
        apps.daemonSets()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(workload -> selectors.put(
                        workload.getMetadata().getName(),
                        workload.getSpec().getSelector().getMatchLabels()));
        apps.statefulSets()
                .inNamespace(Chart.NAMESPACE)
                .list()
                .getItems()
                .forEach(workload -> selectors.put(
                        workload.getMetadata().getName(),
                        workload.getSpec().getSelector().getMatchLabels()));
        return selectors;
    }
}
