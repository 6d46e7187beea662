package io.bkm.actors.discovery;

import io.bkm.streams.targets.NameEscaping;
import org.jspecify.annotations.Nullable;

/**
 * How names of metrics and labels are checked and written, in the words of a Prometheus resource.
 *
 * @param validation {@code UTF8}, {@code Legacy}, or "" for UTF8
 * @param escaping {@code AllowUTF8}, {@code Underscores}, {@code Dots}, {@code Values}, or "" for what goes with the
 *     validation
 */
record NameSchemes(String validation, String escaping) {

    private static final String LEGACY = "Legacy";
    private static final String AS_THEY_ARE = "AllowUTF8";

    /** A monitor's own; its escaping follows these, not its own validation, as in Prometheus. */
    NameSchemes with(@Nullable String ownValidation, @Nullable String ownEscaping) {
        return new NameSchemes(JobContext.or(ownValidation, validation), JobContext.or(ownEscaping, orByValidation()));
    }

    private String orByValidation() {
        return escaping.isEmpty() ? validation.equals(LEGACY) ? "Underscores" : AS_THEY_ARE : escaping;
    }

    /** What targets are asked for. Prometheus refuses its configuration where it would then refuse what they give. */
    NameEscaping asked(String field) throws Refusal {
        var wanted = orByValidation();
        if (wanted.equals(AS_THEY_ARE) && validation.equals(LEGACY)) {
            throw new Refusal(field, wanted, "Underscores, Dots or Values, as nameValidationScheme is Legacy");
        }
        return switch (wanted) {
            case AS_THEY_ARE -> NameEscaping.ALLOW_UTF8;
            case "Underscores" -> NameEscaping.UNDERSCORES;
            case "Dots" -> NameEscaping.DOTS;
            case "Values" -> NameEscaping.VALUES;
            default -> throw new Refusal(field, wanted, "AllowUTF8, Underscores, Dots or Values");
        };
    }
}
