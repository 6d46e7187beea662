package io.bkm.streams.gse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.pekko.util.ByteString;

/** Packets to send, and a listener that keeps what the stand-in agent got of them. */
final class Packets implements GseAgent.Listener {

    static final AgentInfo INFO = new AgentInfo(0, 2, 0, "10.0.0.1", "agent-1", "", "");

    /** Much more than a loaded machine needs; a test that waits so long has failed. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final LinkedBlockingQueue<ReceivedPacket> received = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> rejected = new LinkedBlockingQueue<>();

    @Override
    public void received(ReceivedPacket packet) {
        received.add(packet);
    }

    @Override
    public void invalid(String reason) {
        rejected.add(reason);
    }

    /** A packet of one sample that tells it from all others, and {@code padding} bytes to make it as large as wanted. */
    static GsePacket packet(long dataId, int number, int padding) {
        var item = "{\"dimension\":{\"number\":\"%d\",\"padding\":\"%s\"},\"metrics\":{\"m\":1},\"timestamp\":7000}"
                .formatted(number, "x".repeat(padding));
        return new GsePacket(dataId, GsePacket.Type.METRICBEAT, 7, 0, ByteString.fromString(item), 1);
    }

    ReceivedPacket next() throws InterruptedException {
        var packet = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (packet == null) {
            throw new AssertionError("no packet within " + PATIENCE + "; rejected: " + rejected);
        }
        return packet;
    }

    String nextRejected() throws InterruptedException {
        var reason = rejected.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (reason == null) {
            throw new AssertionError("nothing rejected within " + PATIENCE);
        }
        return reason;
    }

    List<Integer> nextNumbers(int count) throws InterruptedException {
        var numbers = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            numbers.add(number(next()));
        }
        return numbers;
    }

    Set<Integer> nextNumbersInAnyOrder(int count) throws InterruptedException {
        return new HashSet<>(nextNumbers(count));
    }

    static int number(ReceivedPacket packet) {
        return Integer.parseInt(packet.json().at("/data/0/dimension/number").asText());
    }

    /** For what nobody announces: looks again and again, and fails when it does not come. */
    static void until(BooleanSupplier condition) throws InterruptedException {
        var never = new CountDownLatch(1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0 || never.await(1, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("not within " + PATIENCE);
            }
        }
    }
}
