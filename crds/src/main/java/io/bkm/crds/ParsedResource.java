package io.bkm.crds;

import java.util.List;

/** What became of a document. */
public sealed interface ParsedResource {

    /** It is what its CRD asks for; defaults are filled in. */
    record Valid(CustomResource resource) implements ParsedResource {}

    /**
     * The API server would refuse it.
     *
     * @param reasons at least one, each with the path of the field, its value and what was expected
     */
    record Invalid(List<String> reasons) implements ParsedResource {

        public Invalid {
            reasons = List.copyOf(reasons);
        }
    }
}
