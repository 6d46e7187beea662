package io.bkm.streams.targets;

/** How a target is asked to write names beyond the old character set: Prometheus' {@code metric_name_escaping_scheme}. */
public enum NameEscaping {
    /** As they are, in quotes. */
    ALLOW_UTF8("allow-utf-8"),
    /** With {@code _} for each character beyond it. */
    UNDERSCORES("underscores"),
    /** With {@code _dot_} for a dot and {@code __} for {@code _}. */
    DOTS("dots"),
    /** After {@code U__}, with the numbers of the characters. */
    VALUES("values");

    private final String parameter;

    NameEscaping(String parameter) {
        this.parameter = parameter;
    }

    /** The value of {@code escaping} in an Accept header. */
    public String parameter() {
        return parameter;
    }
}
