package io.bkm.crds;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Target groups in files on the scraping member. */
public record FileSdConfig(List<String> files, @Nullable String refreshInterval) {

    public FileSdConfig {
        files = List.copyOf(files);
    }
}
