package io.bkm.streams.pipeline;

import com.typesafe.config.Config;
import io.bkm.streams.settings.SettingsSection;

/**
 * The {@code bkm.pipeline} section. What each key means, and its default: see reference.conf.
 */
public record PipelineSettings(int packetSamples, boolean automaticSeries) {

    private static final SettingsSection SECTION = new SettingsSection("bkm.pipeline");

    public PipelineSettings {
        SECTION.expect(packetSamples >= 1 && packetSamples <= 100_000, "packet-samples", packetSamples, "1 to 100000");
    }

    /** Reads the {@code bkm.pipeline} section. */
    public static PipelineSettings from(Config config) {
        return new PipelineSettings(config.getInt("packet-samples"), config.getBoolean("automatic-series"));
    }
}
