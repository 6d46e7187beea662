package io.bkm.actors.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.kubelet.SlicePlan.Slice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlicePlanTest {

    private static final double THRESHOLD = 0.5;

    @Test
    void changesNothingThatIsRight() {
        var plan = plan(List.of(slice("k-0", 1, 2), slice("k-1", 3)), nodes(1, 2, 3));

        assertThat(plan.write()).isEmpty();
        assertThat(plan.delete()).isEmpty();
    }

    @Test
    void beginsWithFullSlices() {
        assertThat(plan(List.of(), nodes(1, 2, 3)).write()).containsExactly(slice("k-0", 1, 2), slice("k-1", 3));
    }

    @Test
    void fillsWhatIsFullestFirstAndLeavesTheOthersAlone() {
        var before = List.of(slice("k-0", 1), slice("k-1", 2, 3), slice("k-2", 4, 5));

        var plan = plan(before, nodes(1, 2, 3, 4, 5, 6));

        assertThat(plan.write()).containsExactly(slice("k-0", 1, 6));
        assertThat(plan.delete()).isEmpty();
    }

    @Test
    void numbersNewSlicesBeyondTheHighest() {
        assertThat(plan(List.of(slice("k-7", 1, 2)), nodes(1, 2, 3)).write()).containsExactly(slice("k-8", 3));
    }

    @Test
    void deletesWhatGetsEmpty() {
        var plan = plan(List.of(slice("k-0", 1, 2), slice("k-1", 3)), nodes(1, 2));

        assertThat(plan.write()).isEmpty();
        assertThat(plan.delete()).containsExactly("k-1");
    }

    @Test
    void refillsASliceRatherThanDeleteIt() {
        var plan = plan(List.of(slice("k-0", 1, 2), slice("k-1", 3)), nodes(1, 2, 4));

        assertThat(plan.write()).containsExactly(slice("k-1", 4));
        assertThat(plan.delete()).isEmpty();
    }

    @Test
    void startsAnewWhenTooManyAreTooEmptyOrOneIsTooFull() {
        var sparse = List.of(slice("k-0", 1), slice("k-3", 2), slice("k-5", 3));
        assertThat(SlicePlan.of("k-", sparse, nodes(1, 2, 3), 4, THRESHOLD))
                .isEqualTo(new SlicePlan(List.of(slice("k-0", 1, 2, 3)), List.of("k-3", "k-5")));

        assertThat(plan(List.of(slice("k-0", 1, 2, 3)), nodes(1, 2, 3)).write())
                .containsExactly(slice("k-0", 1, 2), slice("k-1", 3));
    }

    @Test
    void namesTheNodeThatHasTheAddressNow() {
        var before = List.of(new Slice("k-0", List.of(new NodeAddress("old", "1", "10.0.0.1"))));

        assertThat(plan(before, nodes(1)).write()).containsExactly(slice("k-0", 1));
    }

    @Test
    void comesToJustTheWantedAddressesWhateverWasThere() {
        var random = new Random(7);
        var slices = new ArrayList<Slice>();
        for (int round = 0; round < 500; round++) {
            var wanted = nodes(random.ints(random.nextInt(30), 0, 40).distinct().toArray());
            int max = 1 + random.nextInt(6);

            var plan = SlicePlan.of("k-", List.copyOf(slices), wanted, max, THRESHOLD);
            slices.removeIf(slice -> plan.delete().contains(slice.name())
                    || plan.write().stream().anyMatch(next -> next.name().equals(slice.name())));
            slices.addAll(plan.write());

            var there =
                    slices.stream().flatMap(slice -> slice.addresses().stream()).toList();
            assertThat(there).hasSameSizeAs(new HashSet<>(there)).containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(slices)
                    .allMatch(slice -> slice.addresses().size() <= max
                            && !slice.addresses().isEmpty());
        }
    }

    private static SlicePlan plan(List<Slice> before, List<NodeAddress> wanted) {
        return SlicePlan.of("k-", before, wanted, 2, THRESHOLD);
    }

    private static Slice slice(String name, int... numbers) {
        return new Slice(name, nodes(numbers));
    }

    private static List<NodeAddress> nodes(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(number -> new NodeAddress("node-" + number, "uid-" + number, "10.0.0." + number))
                .toList();
    }
}
