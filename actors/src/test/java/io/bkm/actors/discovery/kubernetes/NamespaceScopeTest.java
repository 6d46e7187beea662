package io.bkm.actors.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamespaceScopeTest {

    @Test
    void nothingSaidIsEverywhere() {
        assertThat(NamespaceScope.from(List.of(), false, "monitoring")).isEqualTo(NamespaceScope.ANY);
    }

    @Test
    void theEmptyNameIsEverywhere() {
        assertThat(NamespaceScope.from(List.of("shop", ""), true, "monitoring")).isEqualTo(NamespaceScope.ANY);
    }

    @Test
    void theOwnNamespaceIsAdded() {
        assertThat(NamespaceScope.from(List.of("shop", "edge", "shop"), true, "monitoring"))
                .isEqualTo(NamespaceScope.of("edge", "monitoring", "shop"));
        assertThat(NamespaceScope.from(List.of(), true, "monitoring")).isEqualTo(NamespaceScope.of("monitoring"));
    }

    @Test
    void anOwnNamespaceThatIsNotKnownIsNowhere() {
        assertThat(NamespaceScope.from(List.of(), true, "")).isEqualTo(NamespaceScope.of());
    }
}
