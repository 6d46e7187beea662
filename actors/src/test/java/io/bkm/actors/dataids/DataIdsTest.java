package io.bkm.actors.dataids;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.crds.DataId;
import io.bkm.crds.Metadata;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataIdsTest {

    private final List<DataId> all = new ArrayList<>();

    @Test
    void theClosestRuleWins() {
        rule(1, "servicemonitor", "*", "");
        rule(2, "servicemonitor", "shop", "");
        rule(3, "servicemonitor", "", "web");
        rule(4, "servicemonitor", "shop|bank", "web");
        rule(5, "servicemonitor", "shop", "web|api");
        rule(6, "ServiceMonitor", "shop", "web");

        assertThat(match("shop", "web")).isEqualTo(6);
        assertThat(match("bank", "web")).isEqualTo(4);
        assertThat(match("shop", "api")).isEqualTo(5);
        assertThat(match("team", "web")).isEqualTo(3);
        assertThat(match("shop", "db")).isEqualTo(2);
        assertThat(match("team", "db")).isEqualTo(1);
    }

    @Test
    void ofEquallyCloseRulesTheFirstNameWinsInWhateverOrderTheyCome() {
        add("b", 1, Map.of("usage", "metric"), new DataId.MonitorResource("shop|bank", "servicemonitor", ""));
        add("a", 2, Map.of("usage", "metric"), new DataId.MonitorResource("shop", "servicemonitor", ""));
        add("c", 3, Map.of("usage", "metric"), new DataId.MonitorResource("shop", "servicemonitor", ""));

        for (int i = 0; i < 3; i++) {
            Collections.rotate(all, 1);

            assertThat(match("shop", "web")).isEqualTo(2);
        }
    }

    @Test
    void ofTwoDataIdsWithTheSameRuleTheOtherTakesOverWhenOneIsDeleted() {
        add("a", 1, Map.of("usage", "metric"), new DataId.MonitorResource("shop", "ServiceMonitor", "web"));
        add("b", 2, Map.of("usage", "metric"), new DataId.MonitorResource("shop", "ServiceMonitor", "web"));
        assertThat(match("shop", "web")).isEqualTo(1);

        all.removeFirst();

        assertThat(match("shop", "web")).isEqualTo(2);
    }

    @Test
    void aSystemMonitorGoesToTheSystemDataIdUnlessOneNamesItExactly() {
        add("system", 1, Map.of("usage", "metric", "isSystem", "true", "isCommon", "true"), null);
        rule(2, "servicemonitor", "shop", "");
        rule(3, "servicemonitor", "shop", "exact");

        assertThat(ids().match("ServiceMonitor", "shop", "web", true).map(DataIdsTest::number))
                .contains(1L);
        assertThat(ids().match("ServiceMonitor", "shop", "exact", true).map(DataIdsTest::number))
                .contains(3L);
    }

    @Test
    void aSystemMonitorWithoutASystemDataIdGoesNowhere() {
        add("common", 1, Map.of("usage", "metric", "isCommon", "true"), null);

        assertThat(ids().match("ServiceMonitor", "shop", "web", true)).isEmpty();
        assertThat(ids().match("ServiceMonitor", "shop", "web", false).map(DataIdsTest::number))
                .contains(1L);
    }

    @Test
    void onlyDataIdsOfTheEnvironmentCount() {
        add("other", 1, Map.of("usage", "metric", "isCommon", "true", "bk_env", "uat"), null);

        assertThat(ids().commonMetrics()).isEmpty();
        assertThat(DataIds.of(all, "uat").commonMetrics().map(DataIdsTest::number))
                .contains(1L);
    }

    @Test
    void eventsHaveTheirOwn() {
        add("events", 1, Map.of("usage", "event", "isSystem", "true"), null);
        add("metrics", 2, Map.of("usage", "metric", "isSystem", "true"), null);
        add("strange", 3, Map.of("usage", "log", "isSystem", "true"), null);

        assertThat(ids().systemEvents().map(DataIdsTest::number)).contains(1L);
        assertThat(ids().systemMetrics().map(DataIdsTest::number)).contains(2L);
    }

    @Test
    void aRuleOfNothingButAKindMatchesNothingAsInTheOriginal() {
        rule(1, "servicemonitor", "", "");

        assertThat(ids().match("ServiceMonitor", "shop", "web", false)).isEmpty();
    }

    @Test
    void aRuleWithoutKindMatchesNothing() {
        rule(1, "", "shop", "web");

        assertThat(ids().match("ServiceMonitor", "shop", "web", false)).isEmpty();
    }

    private void rule(int id, String kind, String namespace, String name) {
        add("rule-" + id, id, Map.of("usage", "metric"), new DataId.MonitorResource(namespace, kind, name));
    }

    private void add(String name, int id, Map<String, String> labels, DataId.@Nullable MonitorResource monitors) {
        all.add(new DataId(
                new Metadata(name, null, new HashMap<>(labels), null),
                new DataId.Spec(id, monitors, Map.of(), Map.of(), Map.of(), null)));
    }

    private DataIds ids() {
        return DataIds.of(all, "");
    }

    private long match(String namespace, String name) {
        return ids().match("ServiceMonitor", namespace, name, false)
                .map(DataIdsTest::number)
                .orElse(0L);
    }

    private static long number(DataId dataId) {
        return dataId.spec().dataID();
    }
}
