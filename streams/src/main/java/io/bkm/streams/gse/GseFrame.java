package io.bkm.streams.gse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What a client sends to the agent, as laid out in libgse (specs/bkmonitor-operator.md 10.2): big-endian, a head of 24
 * bytes, then the body. Times are Unix seconds, unsigned 32 bit.
 */
public sealed interface GseFrame {

    int HEAD_BYTES = 24;
    int DYNAMIC_HEAD_BYTES = 48;
    int META_BYTES = 408;
    /** What a {@link Dynamic} frame is longer than its data. */
    int DYNAMIC_OVERHEAD = DYNAMIC_HEAD_BYTES + META_BYTES;

    int TYPE_DYNAMIC = 9;
    int TYPE_CONFIG = 10;
    int TYPE_COMMON = 0x0C01;
    int TYPE_OPS = 0x0C0C;

    /** The frame as it goes over the wire; data is not copied. */
    ByteString encode();

    /** A report without a meta area; bkmonitor's workers never send it. */
    record Common(int dataId, long utcSeconds, ByteString data) implements GseFrame {
        @Override
        public ByteString encode() {
            return GseFrame.head(TYPE_COMMON, dataId, utcSeconds, data.size()).concat(data);
        }
    }

    /** An operations report. */
    record Ops(int dataId, long utcSeconds, ByteString data) implements GseFrame {
        @Override
        public ByteString encode() {
            return GseFrame.head(TYPE_OPS, dataId, utcSeconds, data.size()).concat(data);
        }
    }

    /** A report with a meta area: every packet of metrics and events. */
    record Dynamic(int dataId, long utcSeconds, List<Meta> meta, ByteString data) implements GseFrame {

        public Dynamic {
            meta = List.copyOf(meta);
            int length = meta.stream().mapToInt(Meta::length).sum();
            if (length > META_BYTES) {
                throw new IllegalArgumentException("meta: " + length + " bytes (expected: <= " + META_BYTES + ")");
            }
        }

        @Override
        public ByteString encode() {
            var bytes = ByteBuffer.allocate(DYNAMIC_OVERHEAD);
            putHead(bytes, TYPE_DYNAMIC, dataId, utcSeconds, DYNAMIC_OVERHEAD - HEAD_BYTES + data.size());
            bytes.putLong(0).putInt(0); // index and flags: never set by anyone
            bytes.putInt(meta.stream().mapToInt(Meta::length).sum());
            bytes.putInt(META_BYTES);
            bytes.putInt(meta.size());
            meta.forEach(entry -> entry.put(bytes));
            return ByteString.fromArrayUnsafe(bytes.array()).concat(data);
        }
    }

    /** Asks for the {@link AgentInfo}. */
    record ConfigRequest() implements GseFrame {
        @Override
        public ByteString encode() {
            return GseFrame.head(TYPE_CONFIG, 0, 0, 0);
        }
    }

    /** A type we do not know; its body was read and thrown away. */
    record Unknown(int type, int dataId, long utcSeconds, long bodyLength) implements GseFrame {
        @Override
        public ByteString encode() {
            throw new UnsupportedOperationException("the body of a frame of type " + type + " was not kept");
        }
    }

    /** A key and a value of the meta area. */
    record Meta(String key, String value) {

        int length() {
            return 8 + bytes(key).length + bytes(value).length;
        }

        private void put(ByteBuffer out) {
            byte[] keyBytes = bytes(key);
            byte[] valueBytes = bytes(value);
            out.putInt(keyBytes.length).putInt(valueBytes.length).put(keyBytes).put(valueBytes);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private static ByteString head(int type, int dataId, long utcSeconds, int bodyLength) {
        var bytes = ByteBuffer.allocate(HEAD_BYTES);
        putHead(bytes, type, dataId, utcSeconds, bodyLength);
        return ByteString.fromArrayUnsafe(bytes.array());
    }

    private static void putHead(ByteBuffer out, int type, int dataId, long utcSeconds, int bodyLength) {
        out.putInt(type).putInt(dataId).putInt((int) utcSeconds).putInt(bodyLength);
        out.putLong(0); // two reserved words
    }
}
