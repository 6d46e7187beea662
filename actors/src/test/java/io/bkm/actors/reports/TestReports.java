package io.bkm.actors.reports;

import com.typesafe.config.ConfigFactory;
import io.bkm.actors.autoscale.AutoscaleCounters;
import io.bkm.actors.dataids.DataIdCounters;
import io.bkm.actors.discovery.DiscoveredTarget;
import io.bkm.actors.discovery.DiscoveryCounters;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.joins.PodLog;
import io.bkm.actors.mirror.MirrorCounters;
import io.bkm.actors.mirror.MirrorMode;
import io.bkm.actors.mirror.MirrorSettings;
import io.bkm.actors.mirror.TaskFile;
import io.bkm.actors.operator.OperatorCounters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Reports of a member that did nothing yet. */
final class TestReports {

    private TestReports() {}

    static BkmonitorReports of(ExpansionSettings settings) {
        var mirror = MirrorSettings.from(ConfigFactory.parseResources("reference.conf"));
        return of(settings, TaskFile.namer(mirror, settings.builtinLabels()), new PodLog(InstantSource.system()));
    }

    static BkmonitorReports of(
            ExpansionSettings settings, Function<DiscoveredTarget, Optional<TaskFile>> files, PodLog log) {
        return new BkmonitorReports(
                settings, new ReportSettings(""), files, log, facts(settings, new DiscoveryCounters()));
    }

    static ReportFacts facts(ExpansionSettings settings, DiscoveryCounters discovery) {
        return new ReportFacts(
                new ReportFacts.Build("1.2.3", "unknown", "unknown"),
                () -> Duration.ofSeconds(90),
                () -> "v1.34.1",
                () -> 3,
                new OperatorCounters(),
                discovery,
                new DataIdCounters(settings.environment()),
                MirrorMode.ON,
                new MirrorCounters(),
                new AutoscaleCounters());
    }
}
