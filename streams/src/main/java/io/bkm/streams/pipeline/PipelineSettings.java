package io.bkm.streams.pipeline;

import com.typesafe.config.Config;

/**
 * The {@code bkm.pipeline} section. What each key means, and its default: see reference.conf.
 */
public record PipelineSettings(int packetSamples, boolean automaticSeries) {

    public PipelineSettings {
        if (packetSamples < 1 || packetSamples > 100_000) {
            throw new IllegalArgumentException(
                    "bkm.pipeline.packet-samples: " + packetSamples + " (expected: 1 to 100000)");
        }
    }

    /** Reads the {@code bkm.pipeline} section. */
    public static PipelineSettings from(Config config) {
        return new PipelineSettings(config.getInt("packet-samples"), config.getBoolean("automatic-series"));
    }
}
