package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.Resources;
import io.bkm.streams.targets.Credentials;
import io.bkm.streams.targets.Endpoint;
import io.bkm.streams.targets.ProxySettings;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ExpansionTest {

    private static final ExpansionSettings SETTINGS = ExpansionSettingsTest.from("");

    @Test
    void targetsOfSeveralMonitorsAtOneEndpointShareIt() {
        var targets = expand("/expand/monitors-share-an-endpoint").targets();

        Map<Endpoint, List<String>> pools = targets.stream()
                .filter(target -> target.endpoint().url().contains("10.1.1.1"))
                .collect(Collectors.groupingBy(
                        DiscoveredTarget::endpoint,
                        Collectors.mapping(target -> target.target().pool(), Collectors.toList())));

        assertThat(pools.values())
                .containsExactlyInAnyOrder(
                        List.of("serviceMonitor/shop/one/0", "serviceMonitor/shop/two/0"),
                        List.of("serviceMonitor/shop/other-interval/0"));
    }

    @Test
    void secretsArriveWhereTheyAreNeededAndNowhereElse() {
        var expanded = expand("/expand/credentials-tls-and-proxy");

        var credentials = expanded.targets().stream()
                .map(target -> target.endpoint().credentials())
                .toList();

        assertThat(credentials.get(0)).isEqualTo(new Credentials.Basic("me", "hidden-password"));
        assertThat(credentials.get(1)).isEqualTo(new Credentials.Header("Token", "hidden-token"));
        assertThat(expanded.targets().get(5).endpoint().proxy())
                .isEqualTo(new ProxySettings(
                        "http://proxy.example.org:3128", "10.0.0.0/8", false, Map.of("X-Key", "hidden-token")));
        assertThat(expanded.toString()).doesNotContain("hidden-");
        assertThat(expand("/expand/bad-references-reject-the-monitor").toString())
                .doesNotContain("hidden-");
    }

    @Test
    void theOrderOfTheObjectsDoesNotMatter() {
        var resources = Manifests.read(Manifests.resource("/conformance/oracle/seed-005"));
        var expected = Expansion.expand(resources, SETTINGS);
        var random = new Random(5);

        for (int i = 0; i < 3; i++) {
            assertThat(Expansion.expand(shuffled(resources, random), SETTINGS).targets())
                    .map(DiscoveredTarget::target)
                    .isEqualTo(expected.targets().stream()
                            .map(DiscoveredTarget::target)
                            .toList());
        }
    }

    @Test
    void aCacheChangesNothingButTheTime() {
        var cache = new ExpansionCache();
        var random = new Random(7);
        var resources = Manifests.read(Manifests.resource("/conformance/oracle/seed-010"));

        for (int i = 0; i < 20; i++) {
            resources = changed(resources, random);

            assertThat(Expansion.expand(resources, SETTINGS, cache)).isEqualTo(Expansion.expand(resources, SETTINGS));
        }
    }

    @Test
    void aCacheIsForOneSettingsRecord() {
        var cache = new ExpansionCache();
        var resources = Manifests.read(Manifests.resource("/expand/spread-by-node-labels-and-monitors"));
        var before = Expansion.expand(resources, SETTINGS, cache);
        var settings = ExpansionSettingsTest.from("default-interval = 1m");

        var after = Expansion.expand(resources, settings, cache);

        assertThat(before.targets()).allMatch(target -> target.interval().equals("30s"));
        assertThat(after).isEqualTo(Expansion.expand(resources, settings));
    }

    @Test
    void whatDidNotChangeIsTheSameInstance() {
        var cache = new ExpansionCache();
        var resources = Manifests.read(Manifests.resource("/conformance/oracle/seed-010"));
        var before = Expansion.expand(resources, SETTINGS, cache).targets();

        var after = Expansion.expand(resources, SETTINGS, cache).targets();

        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i)).isSameAs(before.get(i));
        }
    }

    @Test
    void aChangedPodCostsItsOwnTargetsOnly() {
        var cache = new ExpansionCache();
        var resources = Manifests.read(Manifests.resource("/conformance/oracle/seed-010"));
        var before = Collections.<DiscoveredTarget>newSetFromMap(new IdentityHashMap<>());
        before.addAll(Expansion.expand(resources, SETTINGS, cache).targets());
        var changed = resources.pods().stream()
                .map(pod -> pod.getMetadata().getName().startsWith("web") ? withLabel(pod, "1") : pod)
                .toList();

        var after =
                Expansion.expand(resources.withPods(changed), SETTINGS, cache).targets();

        var anew = after.stream().filter(target -> !before.contains(target)).toList();
        assertThat(anew)
                .isNotEmpty()
                .allMatch(target ->
                        target.discovered().get("__meta_kubernetes_pod_name").startsWith("web"));
    }

    private static Expanded expand(String folder) {
        return Expansion.expand(Manifests.read(Manifests.resource(folder)), SETTINGS);
    }

    /** A pod less, or a label more on one, or a monitor or a Secret less. */
    private static Resources changed(Resources resources, Random random) {
        var pods = new ArrayList<>(resources.pods());
        int index = random.nextInt(pods.size());
        return switch (random.nextInt(4)) {
            case 0 -> {
                pods.remove(index);
                yield resources.withPods(pods);
            }
            case 1, 2 -> {
                pods.set(index, withLabel(pods.get(index), String.valueOf(random.nextInt())));
                yield resources.withPods(pods);
            }
            default -> withoutOne(resources, random);
        };
    }

    private static Pod withLabel(Pod pod, String value) {
        return new PodBuilder(pod)
                .editMetadata()
                .addToLabels("changed", value)
                .endMetadata()
                .build();
    }

    private static Resources withoutOne(Resources from, Random random) {
        return new Resources(
                oneLess(from.serviceMonitors(), random),
                from.podMonitors(),
                from.probes(),
                from.scrapeConfigs(),
                from.dataIds(),
                from.pods(),
                from.nodes(),
                from.namespaces(),
                oneLess(from.services(), random),
                from.endpoints(),
                oneLess(from.endpointSlices(), random),
                from.ingresses(),
                oneLess(from.secrets(), random),
                from.configMaps(),
                from.owners(),
                from.logConfigs(),
                from.problems(),
                from.external());
    }

    private static Resources shuffled(Resources from, Random random) {
        return new Resources(
                shuffled(from.serviceMonitors(), random),
                shuffled(from.podMonitors(), random),
                shuffled(from.probes(), random),
                shuffled(from.scrapeConfigs(), random),
                shuffled(from.dataIds(), random),
                shuffled(from.pods(), random),
                shuffled(from.nodes(), random),
                shuffled(from.namespaces(), random),
                shuffled(from.services(), random),
                shuffled(from.endpoints(), random),
                shuffled(from.endpointSlices(), random),
                shuffled(from.ingresses(), random),
                shuffled(from.secrets(), random),
                shuffled(from.configMaps(), random),
                from.owners(),
                from.logConfigs(),
                from.problems(),
                from.external());
    }

    private static <T> List<T> oneLess(List<T> list, Random random) {
        var less = new ArrayList<>(list);
        if (less.size() > 1) {
            less.remove(random.nextInt(less.size()));
        }
        return less;
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        var shuffled = new ArrayList<>(list);
        Collections.shuffle(shuffled, random);
        return shuffled;
    }
}
