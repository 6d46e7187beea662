package io.bkm.streams.relabel;

import java.util.List;

/** What a list of rules came to. */
public sealed interface Rules {

    record Valid(List<RelabelRule> rules) implements Rules {
        public Valid {
            rules = List.copyOf(rules);
        }
    }

    /** The reason names the rule by its place, the field, its value and what was expected. */
    record Invalid(String reason) implements Rules {}
}
