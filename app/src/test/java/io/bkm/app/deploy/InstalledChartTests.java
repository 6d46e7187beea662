package io.bkm.app.deploy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of one class share an API server, at which each installs the chart anew. */
abstract class InstalledChartTests {

    @TempDir
    private static Path folder;

    static InstalledChart chart;

    @BeforeAll
    static void start() throws IOException {
        chart = InstalledChart.orSkip(folder);
        chart.createNamespaces(Chart.NAMESPACE, "shop", "bkmonitor-operator");
    }

    @AfterAll
    static void stop() {
        if (chart != null) {
            chart.close();
            chart = null;
        }
    }

    @AfterEach
    void uninstall() {
        chart.uninstall();
    }
}
