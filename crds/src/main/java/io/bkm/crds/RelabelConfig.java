package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One relabeling rule.
 *
 * @param separator absent means {@code ;}
 * @param regex "" means {@code (.*)}
 * @param replacement absent means {@code $1}; "" deletes the target label
 * @param modulus only for hashmod, else 0
 * @param action in lower or mixed case ({@code labelmap}, {@code LabelMap})
 */
public record RelabelConfig(
        List<String> sourceLabels,
        @Nullable String separator,
        @OrEmpty String targetLabel,
        @OrEmpty String regex,
        long modulus,
        @Nullable String replacement,
        String action) {

    public RelabelConfig {
        sourceLabels = List.copyOf(sourceLabels);
    }
}
