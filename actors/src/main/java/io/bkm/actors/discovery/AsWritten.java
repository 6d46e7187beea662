package io.bkm.actors.discovery;

import io.bkm.crds.RelabelConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a monitor's endpoint in its own words, for those who hand them on: the tasks of old workers.
 *
 * @param interval "" where it is left out
 * @param timeout "" where it is left out
 */
public record AsWritten(String interval, String timeout, List<RelabelConfig> metricRelabelings) {

    public AsWritten {
        metricRelabelings = List.copyOf(metricRelabelings);
    }

    static AsWritten of(@Nullable String interval, @Nullable String timeout, List<RelabelConfig> metricRelabelings) {
        return new AsWritten(interval == null ? "" : interval, timeout == null ? "" : timeout, metricRelabelings);
    }
}
