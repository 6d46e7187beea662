package io.bkm.streams.exposition;

import java.util.Arrays;

/** Where labels stand in the buffer, in the order of the exposition, duplicates included. Valid until the parser moves. */
public final class LabelPositions {

    /** Name start, name end, value start, value end, flags. */
    private static final int STRIDE = 5;

    private static final int VALUE_ESCAPES = 1;
    private static final int NAME_ESCAPES = 2;

    private int[] positions = new int[16 * STRIDE];
    private int count;

    LabelPositions() {}

    public int count() {
        return count;
    }

    public int nameStart(int label) {
        return positions[label * STRIDE];
    }

    public int nameEnd(int label) {
        return positions[label * STRIDE + 1];
    }

    /** Whether the name holds a backslash; only quoted ones can. */
    public boolean nameHasEscapes(int label) {
        return (positions[label * STRIDE + 4] & NAME_ESCAPES) != 0;
    }

    public int valueStart(int label) {
        return positions[label * STRIDE + 2];
    }

    public int valueEnd(int label) {
        return positions[label * STRIDE + 3];
    }

    public boolean valueHasEscapes(int label) {
        return (positions[label * STRIDE + 4] & VALUE_ESCAPES) != 0;
    }

    void clear() {
        count = 0;
    }

    void add(int nameStart, int nameEnd, boolean nameEscapes, int valueStart, int valueEnd, boolean valueEscapes) {
        int at = count * STRIDE;
        if (at == positions.length) {
            positions = Arrays.copyOf(positions, at * 2);
        }
        positions[at] = nameStart;
        positions[at + 1] = nameEnd;
        positions[at + 2] = valueStart;
        positions[at + 3] = valueEnd;
        positions[at + 4] = (valueEscapes ? VALUE_ESCAPES : 0) | (nameEscapes ? NAME_ESCAPES : 0);
        count++;
    }
}
