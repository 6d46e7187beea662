package io.bkm.streams.gse;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;
import org.jspecify.annotations.Nullable;

/** What the agent sends to a client: a head of 8 bytes (type, length of the body; big-endian), then the body. */
public record AgentMessage(int type, ByteString body) {

    static final int HEAD_BYTES = 8;

    public ByteString encode() {
        var head = ByteBuffer.allocate(HEAD_BYTES).putInt(type).putInt(body.size());
        return ByteString.fromArrayUnsafe(head.array()).concat(body);
    }

    /**
     * Puts messages together from whatever pieces the socket gives. Only the agent info is handed on; the body of any
     * other message is skipped, and one of no sensible length too.
     */
    static final class Decoder {

        private static final long MAX_BODY = 1 << 20;

        private final Consumer<AgentMessage> onMessage;
        private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
        private @Nullable ByteStringBuilder body;
        private long left;

        Decoder(Consumer<AgentMessage> onMessage) {
            this.onMessage = onMessage;
        }

        void feed(ByteBuffer in) {
            while (in.hasRemaining() || (!head.hasRemaining() && left == 0)) {
                if (head.hasRemaining()) {
                    readHead(in);
                } else {
                    readBody(in);
                }
            }
        }

        private void readHead(ByteBuffer in) {
            while (head.hasRemaining() && in.hasRemaining()) {
                head.put(in.get());
            }
            if (!head.hasRemaining()) {
                left = Integer.toUnsignedLong(head.getInt(4));
                body = head.getInt(0) == GseFrame.TYPE_CONFIG && left <= MAX_BODY ? new ByteStringBuilder() : null;
            }
        }

        private void readBody(ByteBuffer in) {
            int count = (int) Math.min(left, in.remaining());
            var piece = new byte[body == null ? 0 : count];
            if (body == null) {
                in.position(in.position() + count);
            } else {
                in.get(piece);
                body.putBytes(piece);
            }
            left -= count;
            if (left == 0) {
                head.clear();
                if (body != null) {
                    onMessage.accept(new AgentMessage(head.getInt(0), body.result()));
                    body = null;
                }
            }
        }
    }
}
