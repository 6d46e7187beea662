package io.bkm.streams.pipeline;

/**
 * How the packet item of a series is written, as bytes in a {@link SeriesProgram}. The first byte is the kind:
 *
 * <ul>
 *   <li>{@link #DROPPED}: metric relabeling drops it.
 *   <li>{@link #RECIPE}: the dimensions are copied from the text of the series at each scrape: {@code name length,
 *       number of conflicts, (group label, exported?)…, number of labels, (gap, name length, value length)…}. 20 bytes
 *       where the item has 400.
 *   <li>{@link #RENDERED}: relabeled, renamed or escaped series carry their item ready-made: {@code copies, (head, middle,
 *       tail)…}, each with its length; the exemplar goes after the head, the value after the middle, the time after the
 *       tail.
 *   <li>{@link #JOINED}: {@code place, plan}. The plan hangs on what {@link PodLabels} found at that place.
 * </ul>
 *
 * Numbers are varints.
 */
final class SeriesPlan {

    static final byte DROPPED = 0;
    static final byte RECIPE = 1;
    static final byte RENDERED = 2;
    static final byte JOINED = 3;

    private SeriesPlan() {}

    static void putVarint(JsonBuffer out, int value) {
        int rest = value;
        while (rest > 127) {
            out.put((char) ((rest & 127) | 128));
            rest >>>= 7;
        }
        out.put((char) rest);
    }

    /** The number that {@link #putVarint} put at {@code at}. */
    static int varint(byte[] code, int at) {
        int value = 0;
        int next = at;
        int shift = 0;
        while (code[next] < 0) {
            value |= (code[next++] & 127) << shift;
            shift += 7;
        }
        return value | code[next] << shift;
    }
}
