package io.bkm.actors.mirror;

/** What the Secrets are for. */
public enum MirrorMode {
    /** No Secret is read or written. */
    OFF,
    /** They tell what the members scrape. */
    ON,
    /** They hand targets to old workers that still run; the members do not scrape those. */
    FOREIGN
}
