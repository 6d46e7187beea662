package io.bkm.streams.relabel;

import io.bkm.streams.labels.Labels;

/** One compiled rule. */
interface Step {

    /** Changes {@code labels}; false when the rule drops them. */
    boolean apply(Labels.Builder labels);
}
