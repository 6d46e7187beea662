package io.bkm.streams.relabel;

/** Whether a rule as written is one that can be applied. */
public sealed interface RuleCheck {

    record Valid(RelabelRule rule) implements RuleCheck {}

    /** The reason names the field, its value and what was expected. */
    record Invalid(String reason) implements RuleCheck {}
}
