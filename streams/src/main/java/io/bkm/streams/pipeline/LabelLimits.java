package io.bkm.streams.pipeline;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.pipeline.SeriesPlanner.LimitExceeded;
import io.bkm.streams.targets.Limits;
import java.nio.charset.StandardCharsets;

/** The limits on the labels of one series, as Prometheus would store it: the target's labels and the name included. */
final class LabelLimits {

    private final Limits limits;

    LabelLimits(Limits limits) {
        this.limits = limits;
    }

    boolean any() {
        return limits.labels() > 0 || limits.labelNameLength() > 0 || limits.labelValueLength() > 0;
    }

    void check(Labels labels) throws LimitExceeded {
        if (!any()) {
            return;
        }
        var metric = labels.get("__name__");
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw LimitExceeded.labels(
                    metric + " has " + labels.size() + " labels (expected: at most " + limits.labels() + ")");
        }
        for (int i = 0; i < labels.size(); i++) {
            within(metric, "name", labels.name(i), labels.name(i), limits.labelNameLength());
            within(metric, "value", labels.name(i), labels.value(i), limits.labelValueLength());
        }
    }

    private static void within(String metric, String what, String label, String text, long most) throws LimitExceeded {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (most > 0 && length > most) {
            throw LimitExceeded.labels("the " + what + " of label " + label + " of " + metric + " has " + length
                    + " bytes (expected: at most " + most + ")");
        }
    }
}
