package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.dataids.DataIds;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretLayoutTest {

    private static final MirrorSettings SETTINGS = MirrorSettingsTest.from("mode = on, secret-size = 64 KiB");

    @Test
    void goesOnInFurtherSecretsWhereOneWouldBeTooLarge() {
        var tasks = IntStream.range(0, 5).mapToObj(i -> task("n1", i, 30_000)).toList();

        var layout = SecretLayout.of(tasks, DataIds.NONE, Workers.NONE, SETTINGS);

        assertThat(layout.secrets())
                .containsOnlyKeys("daemonset-worker-n1", "more-1-daemonset-worker-n1", "more-2-daemonset-worker-n1");
        assertThat(layout.secrets().values().stream()
                        .map(secret -> secret.data().size()))
                .containsExactly(2, 2, 1);
        assertThat(layout.secrets().values().stream().map(SecretContent::taskType))
                .containsExactly("daemonset", "more-daemonset", "more-daemonset");
        assertThat(layout.overflow()).isEqualTo(3);
    }

    @Test
    void hasNoSecretWhereTooFewWorkersAre() {
        var spread = new WorkerTask("f", "unknown", false, 7, "", "");

        assertThat(SecretLayout.of(List.of(spread), DataIds.NONE, Workers.NONE, SETTINGS)
                        .secrets())
                .isEmpty();
        var two = SecretLayout.of(List.of(spread), DataIds.NONE, new Workers(2, Map.of()), SETTINGS);
        assertThat(two.secrets().values().stream().map(secret -> secret.data().keySet()))
                .containsExactly(Set.of(), Set.of("f"));
    }

    @Test
    void knowsWhichSecretsNobodyWantsAnyMore() {
        var layout = SecretLayout.of(List.of(task("n1", 1, 10)), DataIds.NONE, Workers.NONE, SETTINGS);

        assertThat(layout.isStale("daemonset-worker-n1", "bkmonitor-operator", "daemonset"))
                .isFalse();
        assertThat(layout.isStale("daemonset-worker-n2", "bkmonitor-operator", "daemonset"))
                .isTrue();
        assertThat(layout.isStale("nolabel", "bkmonitor-operator", "")).isTrue();
        assertThat(layout.isStale("event-worker-0", "bkmonitor-operator", "event"))
                .isFalse();
        assertThat(layout.isStale("daemonset-worker-n2", "", "daemonset")).isFalse();
    }

    private static WorkerTask task(String node, int number, int size) {
        return new WorkerTask(
                "file-" + number, node, true, number, "", Base64.getEncoder().encodeToString(new byte[size]));
    }
}
