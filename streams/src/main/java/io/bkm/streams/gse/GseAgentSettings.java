package io.bkm.streams.gse;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What the stand-in agent does; nothing of it is in a configuration file.
 *
 * @param socket where it listens
 * @param maxBody longest body it takes, in bytes; a longer one ends the connection
 * @param doubledWindow how long a sample is remembered, at least, to notice when it comes again …
 * @param doubledSamples … unless more samples than this came since: bounds the memory, at up to 32 bytes each
 * @param shownSamples how many of the last samples are kept to be looked at
 */
public record GseAgentSettings(Path socket, int maxBody, Duration doubledWindow, int doubledSamples, int shownSamples) {

    public static GseAgentSettings at(Path socket) {
        return new GseAgentSettings(socket, 64 << 20, Duration.ofMinutes(5), 1 << 20, 20);
    }
}
