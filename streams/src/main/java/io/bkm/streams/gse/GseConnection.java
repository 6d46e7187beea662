package io.bkm.streams.gse;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;

/**
 * One connection to the agent. Knows to the byte what the kernel took, so that after its end it is certain which frames
 * are written, and whether one was torn. Never blocks; one thread uses it.
 */
final class GseConnection implements AutoCloseable {

    /** A frame on its way: where it begins and ends among all bytes of this connection. */
    private record Staged(long start, long end, Runnable onWritten) {}

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(8 * 1024);
    private final ByteBuffer out;
    private final AgentMessage.Decoder decoder;

    private final ArrayDeque<Staged> unwritten = new ArrayDeque<>();
    /** What of the last staged frame did not fit into {@link #out} yet. */
    private Iterator<ByteBuffer> pieces = Collections.emptyIterator();

    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long staged;
    private long written;
    private long lastProgress;

    /**
     * @param out direct; this connection's until it is closed
     * @throws IOException when nobody listens, or too many wait to be accepted
     */
    GseConnection(Path endpoint, Selector selector, ByteBuffer out, Consumer<AgentMessage> onMessage)
            throws IOException {
        this.out = out.clear();
        this.decoder = new AgentMessage.Decoder(onMessage);
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            var _ = channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(endpoint))) {
                throw new IOException("the agent accepts no connection: too many wait before this one");
            }
            key = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether the frame before is staged whole and there is room. */
    boolean wantsFrame() {
        return !midFrame() && out.hasRemaining();
    }

    /**
     * The next frame, only when one is wanted.
     *
     * @param now of {@link System#nanoTime}
     * @param onWritten called when the kernel has taken its last byte
     */
    void stage(ByteString frame, long now, Runnable onWritten) {
        if (idle()) {
            lastProgress = now; // the time without work was no stall
        }
        unwritten.add(new Staged(staged, staged + frame.size(), onWritten));
        staged += frame.size();
        pieces = frame.getByteBuffers().iterator();
        fill();
    }

    /**
     * Writes what the kernel takes at once.
     *
     * @return whether that was everything, so that more may be staged
     */
    boolean write(long now) throws IOException {
        while (!idle()) {
            fill();
            out.flip();
            int count;
            try {
                count = channel.write(out);
            } finally {
                out.compact();
            }
            if (count > 0) {
                lastProgress = now;
                written += count;
                settle();
            }
            if (out.position() > 0) {
                break;
            }
        }
        key.interestOps(idle() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        return idle();
    }

    /**
     * Reads what is there.
     *
     * @return false when the agent has closed its end
     */
    boolean read() throws IOException {
        in.clear();
        int count = channel.read(in);
        decoder.feed(in.flip());
        return count >= 0;
    }

    /** Whether all that was staged is written. */
    boolean idle() {
        return written == staged;
    }

    /** When the kernel took something the last time, or had nothing to take, as {@link System#nanoTime}. */
    long lastProgress() {
        return lastProgress;
    }

    /** Whether a frame is written in part: the agent cannot make sense of anything that would follow but its rest. */
    boolean torn() {
        var first = unwritten.peek();
        return first != null && first.start() < written;
    }

    /**
     * Writes nothing more and says so to the agent, who may go on reading what it has, and answering: a connection that
     * is closed at once can make it throw away what it has not read yet.
     */
    void leave() throws IOException {
        var _ = channel.shutdownOutput();
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean midFrame() {
        return piece.hasRemaining() || pieces.hasNext();
    }

    private void fill() {
        while (out.hasRemaining() && midFrame()) {
            if (!piece.hasRemaining()) {
                piece = pieces.next();
            }
            int count = Math.min(piece.remaining(), out.remaining());
            var _ = out.put(piece.slice(piece.position(), count));
            var _ = piece.position(piece.position() + count);
        }
    }

    private void settle() {
        for (var first = unwritten.peek(); first != null && first.end() <= written; first = unwritten.peek()) {
            var _ = unwritten.remove();
            first.onWritten().run();
        }
    }
}
