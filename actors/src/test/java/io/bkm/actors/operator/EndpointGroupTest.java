package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.endpoints.Samples;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointGroupTest {

    private static final Placement NODE = new Placement.OnNode("node-a");
    private static final Placement SPREAD = new Placement.Spread("");

    @Test
    void makesOneOfTheTargetsAtAnEndpoint() {
        var groups = EndpointGroup.group(List.of(target("shop", NODE), target("cart", NODE)));

        assertThat(groups).hasSize(1);
        assertThat(groups.firstEntry().getValue().targets())
                .containsExactly(Samples.target("cart", 1), Samples.target("shop", 1));
    }

    @Test
    void countsExactDuplicatesOnce() {
        var groups = EndpointGroup.group(List.of(target("cart", NODE), target("cart", NODE)));

        assertThat(groups.firstEntry().getValue().targets()).containsExactly(Samples.target("cart", 1));
    }

    /** Prometheus counts two; nothing that an entity does, and no sample, shows a difference. */
    @Test
    void countsTargetsOnceThatDifferOnlyInWhatIsHidden() {
        var one = Samples.discovered(1, NODE);
        var other = new DiscoveredTarget(
                one.endpoint(),
                one.target(),
                NODE,
                Labels.of("__address__", "10.0.0.9"),
                Labels.of("__tmp_was", "10.0.0.9"),
                null);

        var groups = EndpointGroup.group(List.of(one, other));

        assertThat(groups.firstEntry().getValue().targets()).containsExactly(one.target());
    }

    @Test
    void isTheSameInWhateverOrderTheTargetsCome() {
        assertThat(EndpointGroup.group(List.of(target("cart", SPREAD), target("shop", NODE))))
                .isEqualTo(EndpointGroup.group(List.of(target("shop", NODE), target("cart", SPREAD))));
    }

    @Test
    void prefersTheNodesOwnMember() {
        var groups = EndpointGroup.group(List.of(target("cart", SPREAD), target("shop", NODE)));

        assertThat(groups.firstEntry().getValue().placement()).isEqualTo(NODE);
    }

    private static DiscoveredTarget target(String job, Placement placement) {
        return new DiscoveredTarget(Samples.endpoint(1), Samples.target(job, 1), placement, Labels.EMPTY);
    }
}
