package io.bkm.streams.memory;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueType;

/**
 * How large the heap may become, in bytes. Buffers are a share of it by default, so that one configuration serves a member
 * of 64 MiB and one of 8 GiB.
 */
public record Heap(long maxBytes) {

    public static Heap ofThisJvm() {
        return new Heap(Runtime.getRuntime().maxMemory());
    }

    /**
     * Reads a size: bytes with HOCON's units ({@code 64 MiB}) or a share of the heap ({@code 15%}).
     *
     * @throws IllegalArgumentException when it is neither
     */
    public long size(Config config, String path) {
        if (config.getValue(path).valueType() == ConfigValueType.STRING) {
            var text = config.getString(path).strip();
            if (text.endsWith("%")) {
                return share(path, text);
            }
        }
        try {
            return config.getBytes(path);
        } catch (ConfigException.BadValue e) {
            throw unreadable(path, config.getString(path));
        }
    }

    private long share(String path, String text) {
        try {
            double percent = Double.parseDouble(text.substring(0, text.length() - 1));
            if (percent >= 0 && percent <= 100) {
                return Math.round(maxBytes * percent / 100);
            }
        } catch (NumberFormatException notANumber) {
            throw unreadable(path, text);
        }
        throw unreadable(path, text);
    }

    private static IllegalArgumentException unreadable(String path, String text) {
        return new IllegalArgumentException(
                path + ": " + text + " (expected: a size such as 64 MiB, or 0% to 100% of the heap)");
    }
}
