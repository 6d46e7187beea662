package io.bkm.streams.pipeline;

/** Exemplars as GSE carries them: those with a trace or a span (specs/bkmonitor-operator.md 9.5, 9.9). */
final class Exemplars {

    private Exemplars() {}

    /**
     * Reads what follows the {@code #} of a line.
     *
     * @return {@code ,"exemplar":{…}}; empty when there is nothing to carry
     */
    static byte[] read(SeriesLine line, byte[] body, int from, int to, long nowMillis) {
        if (line.readExemplar(body, from, to) != null) {
            return GroupLabels.NONE;
        }
        var trace = "";
        var span = "";
        for (int i = 0; i < line.labels(); i++) {
            switch (line.labelName(i)) {
                case "traceID", "trace_id" -> trace = line.labelValue(i);
                case "spanID", "span_id" -> span = line.labelValue(i);
                default -> {}
            }
        }
        if (trace.isEmpty() && span.isEmpty()) {
            return GroupLabels.NONE;
        }
        var out = new JsonBuffer(160);
        out.ascii(",\"exemplar\":{");
        if (!span.isEmpty()) {
            GroupLabels.member(out, "bk_span_id", span);
        }
        if (!trace.isEmpty()) {
            GroupLabels.member(out, "bk_trace_id", trace);
        }
        try {
            long time = line.hasTimestamp() ? Timestamps.normalize(line.timestamp(), nowMillis) : nowMillis;
            double value = Numbers.read(body, line.valueStart(), line.valueEnd());
            if (Double.isNaN(value) || Double.isInfinite(value)) {
                return GroupLabels.NONE;
            }
            out.ascii("\"bk_trace_timestamp\":");
            out.number(time / 1000);
            out.ascii(",\"bk_trace_value\":");
            out.number(value);
        } catch (NumberFormatException notANumber) {
            return GroupLabels.NONE; // the sample itself is good
        }
        out.put('}');
        return out.copy(0);
    }
}
