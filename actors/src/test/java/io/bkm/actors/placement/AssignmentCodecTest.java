package io.bkm.actors.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.bkm.actors.endpoints.Samples;
import io.bkm.streams.targets.GseRoute;
import io.bkm.streams.targets.Target;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssignmentCodecTest {

    @Test
    void givesBackEveryField() throws IOException {
        var list = List.of(Samples.everything(), Samples.assigned(2));

        assertThat(AssignmentCodec.decode(AssignmentCodec.encode(list).bytes())).isEqualTo(list);
    }

    /** Map.copyOf has another order in every JVM; the same map in another order stands for that here. */
    @Test
    void givesEqualListsTheSameBytesInWhateverOrderTheirMapsAre() {
        var forth = new LinkedHashMap<String, String>();
        var back = new LinkedHashMap<String, String>();
        for (int i = 0; i < 20; i++) {
            forth.put("key" + i, "value");
            back.putFirst("key" + i, "value");
        }

        assertThat(AssignmentCodec.encode(List.of(withReplaced(forth))))
                .isEqualTo(AssignmentCodec.encode(List.of(withReplaced(back))));
    }

    @Test
    void keepsOneCopyOfWhatManyEndpointsShare() throws IOException {
        var list = IntStream.range(1, 100).mapToObj(Samples::assigned).toList();

        var targets = AssignmentCodec.decode(AssignmentCodec.encode(list).bytes()).stream()
                .map(assigned -> assigned.targets().getFirst())
                .toList();

        var first = targets.getFirst();
        assertThat(targets).allSatisfy(target -> {
            assertThat(target.metricRelabelings()).isSameAs(first.metricRelabelings());
            assertThat(target.limits()).isSameAs(first.limits());
            assertThat(target.pool()).isSameAs(first.pool());
            assertThat(target.labels().value(1)).isSameAs(first.labels().value(1));
        });
    }

    @Test
    void rejectsBytesThatAreNotAList() {
        assertThatIOException().isThrownBy(() -> AssignmentCodec.decode(Bytes.of(new byte[] {1, 2, 3})));
    }

    private static AssignedEndpoint withReplaced(Map<String, String> replaced) {
        var target = Samples.target("cart", 1);
        var route = new GseRoute(1, target.labels(), 1, false, replaced, Map.of());
        return AssignedEndpoint.of(
                Samples.endpoint(1),
                List.of(new Target(
                        target.pool(), target.labels(), false, false, false, List.of(), target.limits(), null, route)));
    }
}
