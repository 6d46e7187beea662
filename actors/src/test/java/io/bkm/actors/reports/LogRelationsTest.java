package io.bkm.actors.reports;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.RecordedCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRelationsTest {

    /** Pods of every way to be owned, in two namespaces, and two nodes. */
    private static final String CLUSTER = """
            apiVersion: v1
            kind: Pod
            metadata:
              namespace: shop
              name: cart
              labels: {app: cart, tier: web}
              annotations: {logs: "yes"}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: cart-5f, uid: u, controller: true}]
            spec: {nodeName: n1, containers: [{name: web, image: "web:1"}, {name: side, image: "side:1"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              namespace: shop
              name: db
              labels: {app: db}
              ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: db, uid: u, controller: true}]
            spec: {nodeName: n1, containers: [{name: pg, image: "pg:1"}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              namespace: bank
              name: inner
              labels: {app: cart, vcluster.loft.sh/managed-by: v1}
              annotations: {vcluster.loft.sh/owner-set-kind: DaemonSet, vcluster.loft.sh/owner-set-name: agent}
              ownerReferences: [{apiVersion: v1, kind: Service, name: v1, uid: u, controller: true}]
            spec: {nodeName: n2, containers: [{name: web, image: "web:1"}]}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: n1, labels: {rack: r1}, annotations: {zone: a}}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: n2, labels: {rack: r2}}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            every namespace where none is named   | {}                                                       | cart db inner
            a namespace                           | {namespace: shop}                                        | cart db
            names win over the namespace          | {namespace: shop, namespaceSelector: {matchNames: [bank]}} | inner
            excluded names win over names         | {namespaceSelector: {matchNames: [shop], excludeNames: [shop]}} | inner
            any wins over all                     | {namespace: x, namespaceSelector: {any: true, excludeNames: [shop]}} | cart db inner
            labels                                | {labelSelector: {matchLabels: {app: cart, tier: web}}}   | cart
            expressions                           | {labelSelector: {matchExpressions: [{key: tier, operator: DoesNotExist}, {key: app, operator: NotIn, values: [x]}]}} | db inner
            an operator that there is not         | {labelSelector: {matchExpressions: [{key: app, operator: Like, values: [c]}]}} |
            annotations                           | {annotationSelector: {matchLabels: {logs: 'yes'}}}       | cart
            the Deployment of a ReplicaSet        | {workloadType: deployment}                               | cart
            the kind, whatever its case           | {workloadType: statefulset}                              | db
            the kind that vcluster wrote down     | {workloadType: DaemonSet}                                | inner
            the name without a ReplicaSet's hash  | {workloadName: ^cart$}                                   | cart
            a part of the name                    | {workloadName: 'a[gr]'}                                    | cart inner
            the name, whatever its case           | {workloadName: DB}                                       | db
            kind and name                         | {workloadType: StatefulSet, workloadName: cart}          |
            a name that is no expression          | {workloadName: '('}                                      |
            a container                           | {containerNameMatch: [side, pg]}                         | cart db
            excluded containers                   | {containerNameExclude: [web]}                            | cart db
            excluded wins                         | {containerNameMatch: [web], containerNameExclude: [web]} |
            all containers, whatever else it says | {allContainer: true, namespace: shop, labelSelector: {matchLabels: {app: x}}} | cart db
            """)
    void meansPods(String shows, String spec, String pods) throws IOException {
        var text = relations("std_log_config", spec, "");

        List<String> expected = pods == null ? List.of() : List.of(pods.split(" ", -1));
        assertThat(text.lines().filter(line -> line.startsWith("datasource_with_pod")))
                .as(shows)
                .extracting(line -> line.replaceAll(".*,pod=\"([^\"]*)\".*", "$1"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void writesTheChannelAndItsPods() throws IOException {
        var text = relations("container_log_config", "{namespace: bank}", "");

        assertThat(text.lines())
                .contains(
                        "bklogconfig_with_datasource_relation{bk_data_id=\"7\",bklogconfig_namespace=\"logs\",bklogconfig_name=\"all\"} 1",
                        "datasource_with_pod_relation{bk_data_id=\"7\",namespace=\"bank\",pod=\"inner\"} 1");
    }

    @Test
    void meansNodes() throws IOException {
        var text = relations(
                "node_log_config",
                "{labelSelector: {matchLabels: {rack: r1}}, annotationSelector: {matchLabels: {zone: a}}}",
                "");

        assertThat(text.lines().filter(line -> line.startsWith("datasource_with")))
                .containsExactly("datasource_with_node_relation{bk_data_id=\"7\",node=\"n1\"} 1");
    }

    @Test
    void leavesOutWhatIsForAnotherInstallation() throws IOException {
        assertThat(relations("std_log_config", "{}", "blue")).doesNotContain("datasource");
    }

    private String relations(String type, String spec, String environment) throws IOException {
        Files.writeString(folder.resolve("cluster.yaml"), CLUSTER);
        Files.writeString(
                folder.resolve("logs.yaml"), """
                apiVersion: bk.tencent.com/v1alpha1
                kind: BkLogConfig
                metadata: {namespace: logs, name: all}
                spec: {dataId: 7, encoding: utf-8, logConfigType: %s%s
                """.formatted(type, spec.equals("{}") ? "}" : ", " + spec.substring(1)));
        return Relations.of(RecordedCase.resources(folder), environment);
    }
}
