package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Targets from DNS records.
 *
 * @param type {@code A}, {@code AAAA}, {@code MX}, {@code NS} or {@code SRV} (the default)
 */
public record DnsSdConfig(
        List<String> names,
        @Nullable String refreshInterval,
        @Nullable String type,
        @Nullable Integer port) {

    public DnsSdConfig {
        names = List.copyOf(names);
    }
}
