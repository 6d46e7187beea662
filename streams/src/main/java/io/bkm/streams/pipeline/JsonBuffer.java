package io.bkm.streams.pipeline;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that JSON is written to, as UTF-8. Not for sharing between threads. */
final class JsonBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Room that {@link #copy} wants behind what it writes. */
    static final int SLACK = 64;

    private static final int SHORT = 32;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int length;

    JsonBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    int capacity() {
        return bytes.length;
    }

    void setLength(int newLength) {
        length = newLength;
    }

    byte[] copy(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    byte at(int index) {
        return bytes[index];
    }

    void put(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void put(JsonBuffer other) {
        ensure(other.length + SLACK);
        length = copy(other.bytes, 0, other.length, bytes, length);
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(char ascii) {
        ensure(1);
        bytes[length++] = (byte) ascii;
    }

    /** ASCII only. */
    void ascii(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void number(long value) {
        if (value < 0 || value > 9_999_999_999_999_999L) {
            ascii(Long.toString(value));
            return;
        }
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        ensure(digits);
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /** A finite number, whole ones without a fraction. */
    void number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            number((long) value);
        } else {
            ascii(Double.toString(value));
        }
    }

    /** A JSON string with its quotes. */
    void string(String text) {
        put('"');
        content(text.getBytes(StandardCharsets.UTF_8));
        put('"');
    }

    /** The inside of a JSON string from UTF-8. */
    void content(byte[] utf8) {
        for (byte b : utf8) {
            switch (b) {
                case '"' -> escape('"');
                case '\\' -> escape('\\');
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                case '\t' -> escape('t');
                default -> {
                    if (b >= 0 && b < 0x20) {
                        ascii("\\u00");
                        put((char) HEX[b >> 4]);
                        put((char) HEX[b & 15]);
                    } else {
                        ensure(1);
                        bytes[length++] = b;
                    }
                }
            }
        }
    }

    private void escape(char letter) {
        put('\\');
        put(letter);
    }

    /** The array itself, with room for {@code more} bytes after {@link #length}: for whoever writes many small parts. */
    byte[] reserve(int more) {
        ensure(more);
        return bytes;
    }

    /**
     * Copies by longs what is short, as the parts of an item are: a third of the time of {@link System#arraycopy}. Writes up to
     * {@link #SLACK} bytes more than asked for.
     *
     * @return where the copy ends
     */
    static int copy(byte[] source, int from, int count, byte[] target, int to) {
        if (count <= SHORT && from + SHORT <= source.length) {
            LONG.set(target, to, (long) LONG.get(source, from));
            if (count > 8) {
                LONG.set(target, to + 8, (long) LONG.get(source, from + 8));
                if (count > 16) {
                    LONG.set(target, to + 16, (long) LONG.get(source, from + 16));
                    LONG.set(target, to + 24, (long) LONG.get(source, from + 24));
                }
            }
        } else {
            System.arraycopy(source, from, target, to, count);
        }
        return to + count;
    }

    private void ensure(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
