package io.bkm.actors.operator;

/** What an operator calls itself, so that all can tell it from those before it. */
interface Epochs {

    /** For an operator that begins: larger than any before, as far as is known here. May wait for a server. */
    long next();

    /** What it calls itself from now on, as members have told of a larger one. */
    void keep(long epoch);
}
