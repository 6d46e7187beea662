package io.bkm.actors.operator;

import io.bkm.actors.CborSerializable;

/**
 * A piece of a report.
 *
 * @param version of the text, -1 while there is no snapshot; a piece of another version does not fit to this one
 * @param next where the next piece begins, -1 after the last
 */
public record ReportPage(long version, String text, int next) implements CborSerializable {

    static final ReportPage NOT_READY = new ReportPage(-1, "", -1);
}
