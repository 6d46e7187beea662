package io.bkm.actors.resources.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectCacheTest {

    private final ObjectCache<Pod> cache =
            new ObjectCache<>(Held.trimmed(pod -> pod), KubernetesSettings.from(ConfigFactory.load()), () -> {});

    @Test
    void keepsObjectsByNamespaceAndThenByName() {
        var sorted = List.of("shop/a", "shop/a-1", "shop/b", "shop-eu/a", "shop-eu/b", "shop0/a", "shops/a");
        Stream.of("shops/a", "shop-eu/b", "shop/b", "shop0/a", "shop/a-1", "shop-eu/a", "shop/a")
                .map(ObjectCacheTest::pod)
                .forEach(pod -> cache.put(cache.getKey(pod), pod));

        assertThat(cache.all())
                .extracting(held -> held.stub().getMetadata())
                .extracting(metadata -> metadata.getNamespace() + "/" + metadata.getName())
                .containsExactlyElementsOf(sorted);
    }

    private static Pod pod(String key) {
        var slash = key.indexOf('/');
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(key.substring(0, slash))
                .withName(key.substring(slash + 1))
                .endMetadata()
                .build();
    }
}
