package io.bkm.streams.gse;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The agent's side of {@link GseFrame}: reads frames from a blocking channel, however they were cut on their way. */
public final class GseFrameReader {

    private final ReadableByteChannel channel;
    private final int maxBody;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024).flip();

    /**
     * @param maxBody in bytes; a longer body is a protocol error, unless its type is unknown: then it is skipped
     */
    public GseFrameReader(ReadableByteChannel channel, int maxBody) {
        this.channel = channel;
        this.maxBody = maxBody;
    }

    /**
     * The next frame, or null when the peer closed between two frames.
     *
     * @throws EOFException when the peer closed within a frame
     * @throws ProtocolException when the bytes are no frame: nothing after them can be trusted
     */
    public @Nullable GseFrame read() throws IOException {
        if (!buffer.hasRemaining() && !refill()) {
            return null;
        }
        var head = ByteBuffer.wrap(take(GseFrame.HEAD_BYTES));
        int type = head.getInt();
        int dataId = head.getInt();
        long utcSeconds = Integer.toUnsignedLong(head.getInt());
        long length = Integer.toUnsignedLong(head.getInt());
        return switch (type) {
            case GseFrame.TYPE_DYNAMIC -> dynamic(dataId, utcSeconds, body(type, length));
            case GseFrame.TYPE_COMMON ->
                new GseFrame.Common(dataId, utcSeconds, ByteString.fromArrayUnsafe(body(type, length)));
            case GseFrame.TYPE_OPS ->
                new GseFrame.Ops(dataId, utcSeconds, ByteString.fromArrayUnsafe(body(type, length)));
            case GseFrame.TYPE_CONFIG -> {
                skip(length);
                yield new GseFrame.ConfigRequest();
            }
            default -> {
                skip(length);
                yield new GseFrame.Unknown(type, dataId, utcSeconds, length);
            }
        };
    }

    private static GseFrame dynamic(int dataId, long utcSeconds, byte[] bytes) throws ProtocolException {
        var body = ByteBuffer.wrap(bytes);
        int overhead = GseFrame.DYNAMIC_OVERHEAD - GseFrame.HEAD_BYTES;
        if (body.remaining() < overhead) {
            throw new ProtocolException("dynamic body: " + body.remaining() + " bytes (expected: >= " + overhead + ")");
        }
        body.getLong(); // index
        body.getInt(); // flags
        int metaLength = body.getInt();
        int metaArea = body.getInt();
        int metaCount = body.getInt();
        if (metaArea != GseFrame.META_BYTES || metaLength < 0 || metaLength > metaArea) {
            throw new ProtocolException("meta area: length " + metaLength + " of " + metaArea
                    + " (expected: 0 to 408 of " + GseFrame.META_BYTES + ")");
        }
        var meta = meta(body.slice(body.position(), metaLength), metaCount);
        return new GseFrame.Dynamic(
                dataId, utcSeconds, meta, ByteString.fromArrayUnsafe(bytes, overhead, bytes.length - overhead));
    }

    private static List<GseFrame.Meta> meta(ByteBuffer area, int count) throws ProtocolException {
        var entries = new ArrayList<GseFrame.Meta>();
        while (area.remaining() >= 8 && entries.size() < count) {
            int keyLength = area.getInt();
            int valueLength = area.getInt();
            if (keyLength < 0 || valueLength < 0 || (long) keyLength + valueLength > area.remaining()) {
                throw new ProtocolException("meta entry: key of " + keyLength + " and value of " + valueLength
                        + " bytes (expected: <= " + area.remaining() + " together)");
            }
            entries.add(new GseFrame.Meta(text(area, keyLength), text(area, valueLength)));
        }
        if (entries.size() != count || area.hasRemaining()) {
            throw new ProtocolException("meta entries: " + entries.size() + " and " + area.remaining()
                    + " bytes over (expected: " + count + " and none)");
        }
        return entries;
    }

    private static String text(ByteBuffer bytes, int length) {
        var text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private byte[] body(int type, long length) throws IOException {
        if (length > maxBody) {
            throw new ProtocolException(
                    "body of a frame of type " + type + ": " + length + " bytes (expected: <= " + maxBody + ")");
        }
        return take((int) length);
    }

    private byte[] take(int length) throws IOException {
        var taken = new byte[length];
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining() && !refill()) {
                throw new EOFException("closed after " + done + " of " + length + " bytes");
            }
            int count = Math.min(buffer.remaining(), length - done);
            buffer.get(taken, done, count);
            done += count;
        }
        return taken;
    }

    private void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (!buffer.hasRemaining() && !refill()) {
                throw new EOFException("closed with " + left + " of " + length + " bytes to skip");
            }
            int count = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + count);
            left -= count;
        }
    }

    /** Whether there are bytes again; false at the end of the channel. */
    private boolean refill() throws IOException {
        buffer.clear();
        int count;
        do {
            count = channel.read(buffer);
        } while (count == 0);
        buffer.flip();
        return count > 0;
    }
}
