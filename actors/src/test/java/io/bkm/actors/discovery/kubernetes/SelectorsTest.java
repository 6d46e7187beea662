package io.bkm.actors.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar was compared with Kubernetes' own parsers (apimachinery 0.32.3) on 13,055 texts; these are the turns in it. */
class SelectorsTest {

    private static final Pod WEB = new PodBuilder()
            .withNewMetadata()
            .withName("web-1")
            .withNamespace("shop")
            .addToLabels("app", "web")
            .addToLabels("x.io/weight", "5")
            .addToLabels("in", "")
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-1")
            .endSpec()
            .withNewStatus()
            .withPhase("Running")
            .withPodIP("10.1.0.1")
            .endStatus()
            .build();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                       | true",
                "app                      | true",
                "!app                     | false",
                "app=web                  | true",
                "app == web               | true",
                "app!=web                 | false",
                "other!=web               | true",
                "app=                     | false",
                "app in (api, web)        | true",
                "app in (api,)            | false",
                "in in ()                 | true",
                "in in (,x)               | true",
                "in                       | true",
                "app=in                   | false",
                "app notin (api)          | true",
                "other notin (api)        | true",
                "x.io/weight>4            | true",
                "x.io/weight<5            | false",
                "app>4                    | false",
                "other<4                  | false",
                "app=web,x.io/weight>5    | false",
                "app=web , !other         | true",
            })
    void choosesByLabels(String selector, boolean chosen) {
        assertThat(matches(Role.POD, selector, "", WEB)).isEqualTo(chosen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b c                | 'b' (expected: one of",
                "app=web,             | the end (expected: a key after ',')",
                ",app                 | ',' (expected: a key)",
                "app in web           | 'web' (expected: '(')",
                "app in (web          | the end (expected: ')')",
                "!app=web             | '=' (expected: ',')",
                "app=(                | '(' (expected: a value)",
                "app>x                | 'x' (expected: a whole number)",
                "app=-web             | value '-web' (expected: at most 63",
                "UP/app               | key 'UP/app' (expected: a label key",
                "/app                 | key '/app' (expected: a label key",
            })
    void saysWhatIsWrongWithALabelSelector(String selector, String reason) {
        assertThatThrownBy(() -> select(Role.POD, selector, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label selector " + selector)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                        | true",
                "metadata.name=web-1                       | true",
                "metadata.namespace==edge                  | false",
                "status.phase!=Failed,spec.nodeName=node-1 | true",
                "spec.host=node-1                          | true",
                "spec.hostNetwork=false                    | true",
                "spec.schedulerName=                       | true",
                "status.podIP=10.1.0.1                     | true",
                "status.podIPs=10.1.0.1                    | false",
                ",metadata.name!=web-1,                    | false",
            })
    void choosesByFields(String selector, boolean chosen) {
        assertThat(matches(Role.POD, "", selector, WEB)).isEqualTo(chosen);
    }

    @Test
    void choosesServicesAndNodesByTheirOwnFields() {
        var service = new ServiceBuilder()
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .endSpec()
                .build();
        var node = new NodeBuilder()
                .withNewSpec()
                .withUnschedulable(true)
                .endSpec()
                .build();

        assertThat(matches(Role.SERVICE, "", "spec.clusterIP!=None", service)).isFalse();
        assertThat(matches(Role.SERVICE, "", "spec.type=ClusterIP", service)).isTrue();
        assertThat(matches(Role.NODE, "", "spec.unschedulable=true", node)).isTrue();
    }

    @Test
    void unescapesTheValueOfAField() {
        var odd = new PodBuilder()
                .withNewMetadata()
                .withName("a,b=c\\d")
                .endMetadata()
                .build();

        assertThat(matches(Role.POD, "", "metadata.name=a\\,b\\=c\\\\d", odd)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "metadata.name      | 'metadata.name' (expected: field=value or field!=value)",
                "a=b=c              | value 'b=c' (expected: \\ before =)",
                "a=\\x              | value '\\x' (expected: \\ before \\ , or = only)",
                "a=b\\              | value 'b\\' (expected: \\ before \\ , or = only)",
            })
    void saysWhatIsWrongWithAFieldSelector(String selector, String reason) {
        assertThatThrownBy(() -> select(Role.POD, "", selector))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field selector " + selector)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesRolesThatAreNoPartOfTheDiscovery() {
        assertThatThrownBy(() -> Selectors.of(Role.POD, List.of(new Selector(Role.NODE, "", ""))))
                .hasMessage("selectors: role node (expected: one of [pod] in role pod)");
        assertThatThrownBy(() -> Selectors.of(
                        Role.ENDPOINTS, List.of(new Selector(Role.POD, "", ""), new Selector(Role.POD, "a", ""))))
                .hasMessage("selectors: role pod twice (expected: each role once)");
    }

    @Test
    void findsNothingByAFieldThatTheApiServerDoesNotSelectBy() {
        var selectors = select(Role.POD, "", "spec.priority!=1");

        assertThat(selectors.refusal())
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith(
                                "selectors: field spec.priority (expected: one of [metadata.name, metadata.namespace,")
                        .endsWith("] in role pod)"));
        assertThat(KubernetesDiscovery.groups(
                        Snapshots.of(WEB), Role.POD, NamespaceScope.ANY, AttachMetadata.NONE, selectors))
                .isEmpty();
    }

    private static Selectors select(Role role, String label, String field) {
        return Selectors.of(role, List.of(new Selector(role, label, field)));
    }

    private static boolean matches(Role role, String label, String field, HasMetadata object) {
        var selectors = select(role, label, field);
        assertThat(selectors.refusal()).isEmpty();
        return selectors.matches(role, object);
    }
}
