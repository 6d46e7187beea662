package io.bkm.actors.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The annotation {@code labelJoinMatcher}: annotations and labels of an object that become dimensions
 * (specs/bkmonitor-operator.md 2.1).
 *
 * @param kind {@code Pod}, {@code Node} or, where nothing is asked for, ""
 */
public record LabelJoin(String kind, List<String> annotations, List<String> labels) {

    public static final LabelJoin NONE = new LabelJoin("", List.of(), List.of());

    private static final String ANNOTATION = "annotation:";
    private static final String LABEL = "label:";

    public LabelJoin {
        annotations = List.copyOf(annotations);
        labels = List.copyOf(labels);
    }

    /** Of {@code Pod://annotation:NAME,label:NAME}; what it does not know it leaves out, as the original does. */
    static LabelJoin parse(String text) {
        for (var kind : List.of("Pod", "Node")) {
            var scheme = kind + "://";
            if (text.startsWith(scheme)) {
                var annotations = new ArrayList<String>();
                var labels = new ArrayList<String>();
                for (var item : text.substring(scheme.length()).split(",", -1)) {
                    var trimmed = item.strip();
                    Map.of(ANNOTATION, annotations, LABEL, labels).forEach((prefix, names) -> {
                        if (trimmed.startsWith(prefix)) {
                            names.add(trimmed.substring(prefix.length()).strip());
                        }
                    });
                }
                return new LabelJoin(kind, annotations, labels);
            }
        }
        return NONE;
    }
}
