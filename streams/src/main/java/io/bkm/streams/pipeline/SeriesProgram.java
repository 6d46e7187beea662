package io.bkm.streams.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The series of a target in the order of its last scrape, as one flat byte array: for each the hash of its text, the
 * length of its text and the plan of its packet item. An exporter writes its series in the same order each time, so the
 * next scrape is checked against it, text by text, and nothing is taken apart again.
 *
 * <p>An entry is {@code hash 8 | text length 4 | plan length 4 | plan}. The sign of the plan length says that the last sample
 * brought its own time.
 */
final class SeriesProgram {

    static final SeriesProgram EMPTY = new SeriesProgram(new byte[0], 0);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEADER = 16;
    private static final int TIMED = 1 << 31;

    private final byte[] code;
    private final int series;

    private SeriesProgram(byte[] code, int series) {
        this.code = code;
        this.series = series;
    }

    byte[] code() {
        return code;
    }

    /** Where the last entry ends. Entries are named by where they start, from 0. */
    int end() {
        return code.length;
    }

    int series() {
        return series;
    }

    long hash(int entry) {
        return (long) LONG.get(code, entry);
    }

    int textLength(int entry) {
        return (int) INT.get(code, entry + 8);
    }

    int plan(int entry) {
        return entry + HEADER;
    }

    int next(int entry) {
        return entry + HEADER + ((int) INT.get(code, entry + 12) & ~TIMED);
    }

    /** Whether the series' last sample brought a time that was honored. */
    boolean isTimed(int entry) {
        return (int) INT.get(code, entry + 12) < 0;
    }

    void setTimed(int entry, boolean timed) {
        int planLength = (int) INT.get(code, entry + 12);
        INT.set(code, entry + 12, timed ? planLength | TIMED : planLength & ~TIMED);
    }

    /** Told of a series that has no sample any more. */
    interface Vanished {
        void series(SeriesProgram program, int entry);
    }

    /**
     * Tells the series of this program that the next scrape's has not: those that a sink which ends series has to end. For
     * a failed scrape, and for a target that is gone, the next is {@link #EMPTY}. Costs nothing where the scrapes had the
     * same series.
     *
     * <p>Series are told apart by their text. One that is only written another way vanishes under its old text: a sink
     * whose plans hold the labels must look for the same among the new ones.
     *
     * @param timedToo those whose samples bring their own time as well: the target's {@code trackTimestampsStaleness}
     */
    void forEachVanished(SeriesProgram next, boolean timedToo, Vanished vanished) {
        if (next == this) {
            return;
        }
        var found = indexOf(next);
        for (int entry = 0; entry < end(); entry = next(entry)) {
            boolean ended = found == null || found.find(hash(entry), textLength(entry)) < 0;
            if (ended && (timedToo || !isTimed(entry))) {
                vanished.series(this, entry);
            }
        }
    }

    /** Finds entries by hash; built when a scrape is out of order, dropped after it. */
    static final class Index {

        private final SeriesProgram program;
        /** Open addressing; an entry's start + 1, 0 is free. */
        private final int[] slots;

        Index(SeriesProgram program) {
            this.program = program;
            slots = new int[Math.max(16, Integer.highestOneBit(program.series * 2) * 2)];
            for (int entry = 0; entry < program.end(); entry = program.next(entry)) {
                int slot = slot(program.hash(entry));
                while (slots[slot] != 0) {
                    slot = slot + 1 & slots.length - 1;
                }
                slots[slot] = entry + 1;
            }
        }

        /** The entry of a text, -1 when it is new. */
        int find(long hash, int textLength) {
            for (int slot = slot(hash); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
                int entry = slots[slot] - 1;
                if (program.hash(entry) == hash && program.textLength(entry) == textLength) {
                    return entry;
                }
            }
            return -1;
        }

        private int slot(long hash) {
            return (int) (hash ^ hash >>> 32) & slots.length - 1;
        }
    }

    /** Collects the entries of a scrape whose series are not those of the one before. */
    static final class Builder {

        private byte[] code = new byte[0];
        private int length;
        private int series;

        /** Begins with the entries of {@code program} before {@code end}, of which there are {@code count}. */
        void start(SeriesProgram program, int end, int count) {
            if (code.length < end) {
                code = new byte[Math.max(program.end(), 4096)];
            }
            System.arraycopy(program.code, 0, code, 0, end);
            length = end;
            series = count;
        }

        void copy(SeriesProgram program, int entry) {
            int size = program.next(entry) - entry;
            ensure(size);
            System.arraycopy(program.code, entry, code, length, size);
            length += size;
            series++;
        }

        void add(long hash, int textLength, byte[] plan, boolean timed) {
            ensure(HEADER + plan.length);
            LONG.set(code, length, hash);
            INT.set(code, length + 8, textLength);
            INT.set(code, length + 12, timed ? plan.length | TIMED : plan.length);
            System.arraycopy(plan, 0, code, length + HEADER, plan.length);
            length += HEADER + plan.length;
            series++;
        }

        SeriesProgram build() {
            return new SeriesProgram(Arrays.copyOf(code, length), series);
        }

        private void ensure(int more) {
            if (length + more > code.length) {
                code = Arrays.copyOf(code, Math.max(code.length * 2, length + more));
            }
        }
    }

    /** The entries before {@code end}, of which there are {@code count}. */
    SeriesProgram prefix(int end, int count) {
        return new SeriesProgram(Arrays.copyOf(code, end), count);
    }

    @Override
    public String toString() {
        return "SeriesProgram[series=" + series + ", bytes=" + code.length + "]";
    }

    static @Nullable Index indexOf(SeriesProgram program) {
        return program.series == 0 ? null : new Index(program);
    }
}
