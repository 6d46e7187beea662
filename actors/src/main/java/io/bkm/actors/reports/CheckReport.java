package io.bkm.actors.reports;

import static io.bkm.actors.reports.CheckText.good;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorFate;
import io.bkm.actors.mirror.MirrorMode;
import io.bkm.actors.reports.CheckText.Mark;
import io.bkm.actors.resources.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The report of {@code /check}: all that somebody asks first who misses data. Unlike the original's it goes on where
 * something is missing, and says which monitors give nothing and why.
 */
final class CheckReport {

    private static final int LISTED = 20;

    private final BkmonitorReports reports;
    private final ExpansionSettings settings;
    private final ReportFacts facts;
    private final Resources resources;
    private final Expanded expanded;
    private final List<BkmonitorReports.MonitorTargets> targets;
    private final CheckText text = new CheckText();

    private CheckReport(
            BkmonitorReports reports,
            ExpansionSettings settings,
            ReportFacts facts,
            Resources resources,
            Expanded expanded) {
        this.reports = reports;
        this.settings = settings;
        this.facts = facts;
        this.resources = resources;
        this.expanded = expanded;
        this.targets = reports.monitorTargets(expanded);
    }

    /** @param keyword part of the name or namespace of the monitors to tell more of; "" for none */
    static String of(
            BkmonitorReports reports,
            ExpansionSettings settings,
            ReportFacts facts,
            Resources resources,
            Expanded expanded,
            String keyword) {
        var report = new CheckReport(reports, settings, facts, resources, expanded);
        var fates = MonitorFate.all(resources, expanded, settings);
        report.versions();
        report.dataIds();
        report.cluster();
        report.selection();
        report.text
                .section(Mark.GOOD, "check resource", "objects that are known, by kind")
                .value(ResourceCounts.of(resources));
        report.endpoints();
        report.withoutTargets(fates);
        report.problems();
        report.plans();
        report.secrets();
        report.monitors(fates, keyword);
        report.text.section(
                Mark.NOTE, "operator logs", "the member that runs the operator logs what it rejects and what fails");
        return report.text.toString();
    }

    private void versions() {
        var version = facts.kubernetesVersion().get();
        text.section(
                version.isEmpty() ? Mark.NOTE : Mark.GOOD,
                "check kubernetes version",
                version.isEmpty()
                        ? "not known: resources are not from the Kubernetes API, or it has not said yet"
                        : "Kubernetes is " + version);
        var build = facts.build();
        var fields = new TreeMap<String, String>();
        fields.put("version", build.version());
        fields.put("git_hash", build.gitHash());
        fields.put("build_time", build.buildTime());
        text.section(Mark.GOOD, "check operator version", "bkm").value(fields);
    }

    private void dataIds() {
        var dataIds = reports.dataIds(resources);
        var missing = new ArrayList<String>();
        if (expanded.dataIds().systemMetrics().isEmpty()) {
            missing.add("usage=metric, isSystem=true: monitors of the system have none");
        }
        if (expanded.dataIds().commonMetrics().isEmpty()) {
            missing.add("usage=metric, isCommon=true: monitors that no rule matches have none");
        }
        if (expanded.dataIds().systemEvents().isEmpty()) {
            missing.add("usage=event, isSystem=true: events go nowhere");
        }
        text.section(
                good(dataIds.size() >= 3 && missing.isEmpty()),
                "check dataids",
                dataIds.size() + " DataIDs of this environment (expected: at least 3)");
        if (!missing.isEmpty()) {
            text.suggestion(
                    "these are missing; the backend makes them, look at its access log and at the label bk_env, \""
                            + settings.environment() + "\" here");
            missing.forEach(text::line);
        }
        text.value(dataIds);
    }

    private void cluster() {
        var info = reports.clusterInfo(expanded);
        text.section(good(!info.containsKey("msg")), "check cluster information", "what the system DataID says of it")
                .value(info);
        text.section(
                Mark.GOOD,
                "check dryrun",
                switch (facts.mirrorMode()) {
                    case OFF -> "no dry run: members scrape all that is found";
                    case ON -> "no dry run: members scrape all that is found, and Secrets for old workers are written";
                    case FOREIGN ->
                        "no dry run: what bkm.mirror leaves to old workers is in Secrets, members scrape the rest";
                });
    }

    private void selection() {
        text.section(
                        Mark.GOOD,
                        "check namespaces",
                        "allowed " + settings.allowNamespaces() + ", denied " + settings.denyNamespaces())
                .suggestion(
                        "a monitor that is missing here may be in a namespace that is not allowed; those denied count"
                                + " only where none is allowed");
        text.section(Mark.GOOD, "check monitor blacklist rules", "monitors that are left out whatever else is said")
                .value(reports.ignoredMonitors());
    }

    private void endpoints() {
        var byService = new TreeMap<String, Integer>();
        targets.forEach(monitor -> byService.put(monitor.service(), monitor.count()));
        int sum = byService.values().stream().mapToInt(Integer::intValue).sum();
        text.section(
                        Mark.GOOD,
                        "check endpoint",
                        byService.size() + " endpoints of monitors have targets, " + sum + " together")
                .value(byService);
    }

    private void withoutTargets(List<MonitorFate> fates) {
        var without = fates.stream()
                .filter(fate -> !fate.decision().equals("scraped"))
                .toList();
        text.section(
                good(without.isEmpty()),
                "check monitors without targets",
                without.size() + " of " + fates.size() + " monitors give no targets");
        listed(without.stream().map(CheckReport::line).toList());
    }

    private static String line(MonitorFate fate) {
        var reason = !fate.reason().isEmpty() || fate.endpoints().isEmpty()
                ? fate.reason()
                : fate.endpoints().getFirst().reason();
        return fate.kind() + " " + fate.namespace() + "/" + fate.name() + ": " + fate.decision()
                + (reason.isEmpty() ? "" : ": " + reason);
    }

    private void problems() {
        var problems = new ArrayList<String>();
        resources
                .problems()
                .forEach(problem -> problems.add((problem.where() + " " + problem.kind() + " " + problem.namespace()
                                + "/" + problem.name() + ": " + problem.reason())
                        .replace(" /: ", ": ")));
        expanded.problems()
                .forEach(problem ->
                        problems.add(problem.pool() + ": " + problem.count() + " targets: " + problem.reason()));
        text.section(
                good(problems.isEmpty()),
                "check problems",
                problems.size() + " objects that cannot be read, or endpoints with targets that cannot be scraped");
        listed(problems);
    }

    private void listed(List<String> lines) {
        lines.stream().limit(LISTED).forEach(text::line);
        if (lines.size() > LISTED) {
            text.line("… and " + (lines.size() - LISTED) + " more: /api/v1/targets/explain has them all");
        }
    }

    private void plans() {
        facts.operator().seen().ifPresent(seen -> {
            text.section(
                    good(seen.unacknowledged() == 0),
                    "check assignment",
                    seen.targets() + " targets at " + seen.endpoints() + " endpoints, generation " + seen.epoch() + "."
                            + seen.sequence() + "; shards whose member does not have the newest list yet: "
                            + seen.unacknowledged());
            if (seen.unacknowledged() > 0) {
                text.suggestion(
                        "usual for seconds after a change; for longer, a node has no member: /api/v1/operator lists shards");
            }
        });
    }

    private void secrets() {
        if (facts.mirrorMode() == MirrorMode.OFF) {
            text.section(Mark.GOOD, "check kubernetes secrets operation", "no Secrets are written: bkm.mirror is off");
            return;
        }
        var mirror = facts.mirror();
        text.section(
                good(mirror.failed() == 0),
                "check kubernetes secrets operation",
                mirror.tasks() + " tasks in Secrets; failures since the start: " + mirror.failed());
        if (mirror.failed() > 0) {
            text.suggestion("each is tried again; bkmonitor_operator_handled_secret_failed_total says which Secrets");
        }
    }

    private void monitors(List<MonitorFate> fates, String keyword) {
        if (keyword.isEmpty()) {
            text.section(Mark.GOOD, "check monitor resources", "no parameter 'monitor', so none is looked for");
            return;
        }
        var matched = fates.stream()
                .filter(fate -> (fate.namespace() + "/" + fate.name()).contains(keyword))
                .toList();
        text.section(
                good(!matched.isEmpty()),
                "check monitor resources",
                matched.size() + " monitors have '" + keyword + "' in namespace/name");
        matched.forEach(fate -> text.line(line(fate)));
        text.line("their targets");
        text.value(targets.stream()
                .filter(monitor -> (monitor.namespace() + "/" + monitor.name()).contains(keyword))
                .toList());
        text.line("what an old worker would get of them");
        text.value(reports.childConfigs(expanded).stream()
                .filter(config -> afterKind(config.service()).contains(keyword))
                .toList());
    }

    private static String afterKind(String service) {
        return service.substring(service.indexOf('/') + 1);
    }
}
