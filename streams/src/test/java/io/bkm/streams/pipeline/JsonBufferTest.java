package io.bkm.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBufferTest {

    @Test
    void copiesWhatIsAskedForWhereverItStands() {
        var random = new Random(1);
        var source = new byte[100];
        random.nextBytes(source);
        for (int from = 0; from < source.length; from++) {
            for (int count = 0; from + count <= source.length; count++) {
                var target = new byte[10 + count + JsonBuffer.SLACK];

                int end = JsonBuffer.copy(source, from, count, target, 10);

                assertThat(end).isEqualTo(10 + count);
                assertThat(Arrays.copyOfRange(target, 10, end))
                        .isEqualTo(Arrays.copyOfRange(source, from, from + count));
                assertThat(Arrays.copyOf(target, 10)).containsOnly(0);
            }
        }
    }

    @Test
    void growsAroundWhatItHolds() {
        var end = new JsonBuffer(64);
        end.ascii("\"timestamp\":1");
        var out = new JsonBuffer(1);
        for (int i = 0; i < 100; i++) {
            out.put(end);
        }

        assertThat(new String(out.copy(0), StandardCharsets.US_ASCII)).isEqualTo("\"timestamp\":1".repeat(100));
    }

    @Test
    void findsLineFeedsUpToTheEndAndNotBeyond() {
        var text = "0123456789\nabc\n\n0123456\n01234567\nx".getBytes(StandardCharsets.US_ASCII);
        for (int end = 0; end <= text.length; end++) {
            for (int from = 0; from <= end; from++) {
                int expected = from;
                while (expected < end && text[expected] != '\n') {
                    expected++;
                }

                assertThat(Lines.end(text, from, end)).isEqualTo(expected);
            }
        }
    }
}
