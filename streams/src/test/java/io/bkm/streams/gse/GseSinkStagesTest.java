package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.testkit.javadsl.TestSink;
import org.apache.pekko.stream.testkit.javadsl.TestSource;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stages of the sink without a socket. */
class GseSinkStagesTest {

    private static final int PACKET = GseBatch.cost(Packets.packet(5, 0, 1000));

    private static ActorSystem system;

    @BeforeAll
    static void startSystem() {
        system = ActorSystem.create("gse-stages");
    }

    @AfterAll
    static void stopSystem() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void packetsThatComeWhileDownstreamIsBusyTravelTogetherUpToABound() {
        var ends = TestSource.<GsePacket>probe(system)
                .via(GseSink.batch(3L * PACKET))
                .toMat(TestSink.probe(system), Keep.both())
                .run(system);
        var in = ends.first();
        var out = ends.second();

        for (int number = 0; number < 4; number++) {
            in.sendNext(Packets.packet(5, number, 1000));
        }

        // the first leaves alone into the stage's own place, or with others: only the bound and the order are promised
        var first = out.requestNext().packets();
        assertThat(first).hasSizeLessThanOrEqualTo(3);
        var rest = 4 - first.size();
        in.sendComplete();
        int got = 0;
        while (got < rest) {
            got += out.requestNext().packets().size();
        }
        assertThat(got).isEqualTo(rest);
        out.request(1).expectComplete();
    }

    @Test
    void onePacketLargerThanABatchTravelsAlone() {
        var ends = TestSource.<GsePacket>probe(system)
                .via(GseSink.batch(100))
                .toMat(TestSink.probe(system), Keep.both())
                .run(system);

        ends.first().sendNext(Packets.packet(5, 1, 1000)).sendNext(Packets.packet(5, 2, 1000));

        assertThat(ends.second().requestNext().packets()).hasSize(1);
        assertThat(ends.second().requestNext().packets()).hasSize(1);
    }

    @Test
    void theNextBatchIsWrittenWhenTheOneBeforeIs() throws InterruptedException {
        var started = new LinkedBlockingQueue<Runnable>();
        var ends = TestSource.<GseBatch>probe(system)
                .via(GseSink.write(batch -> {
                    var done = new CompletableFuture<GseBatch>();
                    started.add(() -> done.complete(batch));
                    return done;
                }))
                .toMat(TestSink.probe(system), Keep.both())
                .run(system);
        var first = GseBatch.of(Packets.packet(5, 1, 0));
        var second = GseBatch.of(Packets.packet(5, 2, 0));
        ends.second().request(2);
        ends.first().sendNext(first).sendNext(second);

        var firstWrite = started.take();
        ends.second().expectNoMessage(Duration.ZERO);
        assertThat(started).isEmpty();
        firstWrite.run();
        ends.second().expectNext(first);
        started.take().run();
        ends.second().expectNext(second);
    }
}
