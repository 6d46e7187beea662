package io.bkm.streams.settings;

import java.time.Duration;

/**
 * Judges the values of one section of the settings. What cannot work is said with its key, its value and what was
 * expected.
 *
 * @param name as in {@code bkm.operator}
 */
public record SettingsSection(String name) {

    public void expect(boolean holds, String key, Object value, String expected) {
        if (!holds) {
            throw wrong(key, value, expected);
        }
    }

    public void positive(String key, Duration value) {
        expect(value.isPositive(), key, value, "> 0");
    }

    public void notNegative(String key, Duration value) {
        expect(!value.isNegative(), key, value, ">= 0");
    }

    public IllegalArgumentException wrong(String key, Object value, String expected) {
        return new IllegalArgumentException(name + "." + key + ": " + value + " (expected: " + expected + ")");
    }
}
