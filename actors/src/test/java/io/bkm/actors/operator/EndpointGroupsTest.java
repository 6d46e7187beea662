package io.bkm.actors.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.endpoints.Samples;
import io.bkm.actors.placement.Placement;
import io.bkm.streams.labels.Labels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointGroupsTest {

    private static final Placement NODE = new Placement.OnNode("node-a");
    private static final Placement SPREAD = new Placement.Spread("");

    @Test
    void makesOneOfTheTargetsAtAnEndpoint() {
        var groups = new EndpointGroups().of(List.of(target("shop", NODE), target("cart", NODE)));

        assertThat(only(groups).assigned().targets())
                .containsExactly(Samples.target("cart", 1), Samples.target("shop", 1));
    }

    @Test
    void countsExactDuplicatesOnce() {
        var groups = new EndpointGroups().of(List.of(target("cart", NODE), target("cart", NODE)));

        assertThat(only(groups).assigned().targets()).containsExactly(Samples.target("cart", 1));
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

        var groups = new EndpointGroups().of(List.of(one, other));

        assertThat(only(groups).assigned().targets()).containsExactly(one.target());
    }

    @Test
    void isTheSameInWhateverOrderTheTargetsCome() {
        assertThat(new EndpointGroups().of(List.of(target("cart", SPREAD), target("shop", NODE))))
                .isEqualTo(new EndpointGroups().of(List.of(target("shop", NODE), target("cart", SPREAD))));
    }

    @Test
    void prefersTheNodesOwnMember() {
        var groups = new EndpointGroups().of(List.of(target("cart", SPREAD), target("shop", NODE)));

        assertThat(only(groups).placement()).isEqualTo(NODE);
    }

    @Test
    void keepsWhatDidNotChange() {
        var stays = Samples.discovered(1, NODE);
        var other = Samples.discovered(2, NODE);
        var grouping = new EndpointGroups();

        var before = grouping.of(List.of(stays, other));
        var after = grouping.of(List.of(stays, target("cart", 2)));

        var id = stays.endpoint().id().value();
        assertThat(after.get(id)).isSameAs(before.get(id));
        var changed = other.endpoint().id().value();
        assertThat(after)
                .hasEntrySatisfying(
                        changed,
                        group -> assertThat(group.assigned().targets()).containsExactly(Samples.target("cart", 2)));
    }

    @Test
    void forgetsWhatIsGone() {
        var grouping = new EndpointGroups();
        var _ = grouping.of(List.of(Samples.discovered(1, NODE)));

        assertThat(grouping.of(List.of())).isEmpty();
    }

    private static EndpointGroup only(Map<String, EndpointGroup> groups) {
        assertThat(groups).hasSize(1);
        return groups.values().iterator().next();
    }

    private static DiscoveredTarget target(String job, int number) {
        return new DiscoveredTarget(Samples.endpoint(number), Samples.target(job, number), NODE, Labels.EMPTY);
    }

    private static DiscoveredTarget target(String job, Placement placement) {
        return new DiscoveredTarget(Samples.endpoint(1), Samples.target(job, 1), placement, Labels.EMPTY);
    }
}
