package io.bkm.actors.reports;

import java.util.TreeSet;

/** Metrics with the value 1, sorted, each once. Values are escaped, which the original forgets (W25). */
final class RelationLines {

    private final TreeSet<String> lines = new TreeSet<>();

    /** @param labels names and values in turn */
    void add(String name, String... labels) {
        var line = new StringBuilder(name);
        for (int i = 0; i < labels.length; i += 2) {
            line.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
            line.append(MetricsText.labelValue(labels[i + 1])).append('"');
        }
        lines.add(line.append("} 1").toString());
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
