package io.bkm.actors.operator;

/** What an operator calls itself, so that all can tell it from those before it. */
interface Epochs {

    /** For an operator that begins: larger than any before, as far as is known here. May wait for a server. */
    long next();

    /**
     * For one that goes on though members know of {@code epoch}: larger than that one too. May wait for a server, and
     * fails where this operator is not the newest.
     */
    long above(long epoch);
}
