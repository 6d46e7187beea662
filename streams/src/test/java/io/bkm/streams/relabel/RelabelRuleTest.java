package io.bkm.streams.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.streams.labels.NameScheme;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelabelRuleTest {

    /** Rules go to other members with the targets they belong to. */
    @Test
    void travelsAsJson() throws Exception {
        var fields = new RuleFields(List.of("a", "b"), "", "x", -1L, "t", "", "HashMod", NameScheme.LEGACY);
        if (!(fields.check() instanceof RuleCheck.Valid(var rule))) {
            throw new AssertionError(fields.check());
        }

        var travelled = Cases.JSON.readValue(Cases.JSON.writeValueAsString(rule), RelabelRule.class);

        assertThat(travelled).isEqualTo(rule);
        assertThat(Long.toUnsignedString(travelled.modulus())).isEqualTo("18446744073709551615");
    }

    @Test
    void hasPrometheusDefaultsWhereNothingIsWritten() {
        var check = new RuleFields(null, null, null, null, "t", null, null, null).check();

        assertThat(check)
                .isEqualTo(new RuleCheck.Valid(
                        new RelabelRule(List.of(), ";", "(.*)", 0, "t", "$1", RelabelRule.Action.REPLACE)));
    }

    @Test
    void namesTheSourceLabelThatIsNone() {
        assertThat(new RuleFields(List.of("a", ""), null, null, null, "t", null, null, null).check())
                .isEqualTo(new RuleCheck.Invalid("\"\" is not a valid label name in 'source_labels'"));
    }
}
