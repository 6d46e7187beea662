package io.bkm.actors.dataids;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.dataids.DataIdCounters.Change;
import io.bkm.crds.DataId;
import io.bkm.crds.Metadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataIdCountersTest {

    private final DataIdCounters counters = new DataIdCounters("blue");

    @Test
    void countsWhatIsNewOtherOrGone() {
        counters.saw(List.of(dataId("a", 1, "blue"), dataId("b", 2, "blue")));
        counters.saw(List.of(dataId("a", 1, "blue"), dataId("b", 3, "blue")));
        counters.saw(List.of(dataId("a", 1, "blue")));

        assertThat(counters.counts()).isEqualTo(Map.of(Change.ADD, 2L, Change.UPDATE, 1L, Change.DELETE, 1L));
    }

    @Test
    void skipsThoseOfOtherEnvironments() {
        counters.saw(List.of(dataId("a", 1, "green")));
        counters.saw(List.of(dataId("a", 1, "green")));
        counters.saw(List.of());

        assertThat(counters.counts()).isEqualTo(Map.of(Change.SKIP, 2L));
    }

    private static DataId dataId(String name, long number, String environment) {
        return new DataId(
                new Metadata(name, "", Map.of("usage", "metric", "bk_env", environment), Map.of()),
                new DataId.Spec(number, null, Map.of(), Map.of(), Map.of(), null));
    }
}
