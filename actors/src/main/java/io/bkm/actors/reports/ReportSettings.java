package io.bkm.actors.reports;

import com.typesafe.config.Config;

/** The {@code bkm.reports} section. What each key means, and its default: see reference.conf. */
public record ReportSettings(String logEnvironment) {

    /** Reads them from the whole configuration. */
    public static ReportSettings from(Config root) {
        return new ReportSettings(root.getString("bkm.reports.log-environment"));
    }
}
