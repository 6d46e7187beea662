package io.bkm.actors.status;

import io.bkm.actors.discovery.Expanded;
import io.bkm.actors.discovery.ExpansionSettings;
import io.bkm.actors.discovery.MonitorFate;
import io.bkm.actors.discovery.MonitorFate.EndpointFate;
import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.discovery.MonitorSelection;
import io.bkm.actors.resources.Resources;
import io.bkm.actors.resources.kubernetes.MonitorKind;
import io.bkm.actors.status.Verdict.Reason;
import io.bkm.crds.Monitor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told of all monitors.
 *
 * @param ignored those that are somebody else's: nothing is told on them
 */
record Verdicts(Map<MonitorId, Verdict> all, Set<MonitorId> ignored) {

    static final Verdicts NONE = new Verdicts(Map.of(), Set.of());

    private static final String NO_DATA_ID = "no DataID takes its samples";
    /** Endpoints of which it is said why they have no targets. */
    private static final int LISTED = 3;

    Verdicts {
        all = Map.copyOf(all);
        ignored = Set.copyOf(ignored);
    }

    static Verdicts of(Resources resources, Expanded expanded, ExpansionSettings settings) {
        var monitors = monitors(resources);
        var wrong = wrong(resources);
        var all = new HashMap<MonitorId, Verdict>();
        var ignored = new HashSet<MonitorId>();
        for (var fate : MonitorFate.all(resources, expanded, settings)) {
            var id = fate.id();
            if (!monitors.containsKey(id)) {
                continue; // of a Secret, which nobody describes
            }
            if (fate.decision().equals("ignored")) {
                ignored.add(id);
            } else {
                all.put(id, verdict(fate, monitors.get(id), wrong.get(id)));
            }
        }
        wrong.forEach((id, reason) -> {
            if (!monitors.containsKey(id) && MonitorSelection.countsUnread(id, resources, settings)) {
                all.put(id, new Verdict(id, null, false, Reason.INVALID_CONFIGURATION, reason, ""));
            }
        });
        return new Verdicts(all, ignored);
    }

    private static Map<MonitorId, Monitor> monitors(Resources resources) {
        var monitors = new HashMap<MonitorId, Monitor>();
        resources.monitors().forEach(monitor -> monitors.put(MonitorId.of(monitor), monitor));
        return monitors;
    }

    /** Those whose newest state cannot be used, and why. */
    private static Map<MonitorId, String> wrong(Resources resources) {
        var wrong = new HashMap<MonitorId, String>();
        for (var problem : resources.problems()) {
            if (!problem.name().isEmpty() && MonitorKind.of(problem.kind()).isPresent()) {
                wrong.put(new MonitorId(problem.kind(), problem.namespace(), problem.name()), problem.reason());
            }
        }
        return wrong;
    }

    private static Verdict verdict(MonitorFate fate, @Nullable Monitor monitor, @Nullable String wrong) {
        var id = fate.id();
        if (wrong != null) {
            return new Verdict(id, monitor, false, Reason.INVALID_CONFIGURATION, wrong, numbers(fate));
        }
        if (fate.decision().equals("rejected")) {
            return new Verdict(id, monitor, true, Reason.INVALID_CONFIGURATION, fate.reason(), "");
        }
        var endpoints = fate.endpoints();
        boolean unheard = !endpoints.isEmpty() && endpoints.stream().allMatch(endpoint -> endpoint.dataid() == null);
        var news = new ArrayList<String>();
        if (!fate.reason().isEmpty()) {
            news.add(fate.reason());
        }
        if (unheard) {
            news.add(NO_DATA_ID);
        }
        var reason = !fate.reason().isEmpty()
                ? Reason.PARTLY_REJECTED
                : unheard ? Reason.NO_DATA_ID : targets(fate) > 0 ? Reason.TARGETS_FOUND : Reason.NO_TARGETS;
        return new Verdict(id, monitor, true, reason, String.join("; ", news), numbers(fate));
    }

    private static int targets(MonitorFate fate) {
        return fate.endpoints().stream().mapToInt(EndpointFate::targets).sum();
    }

    private static String numbers(MonitorFate fate) {
        int targets = targets(fate);
        var text = new StringBuilder().append(targets).append(targets == 1 ? " target" : " targets");
        fate.endpoints().stream()
                .filter(endpoint -> !endpoint.reason().isEmpty())
                .limit(LISTED)
                .forEach(endpoint ->
                        text.append("; ").append(why(endpoint, fate.endpoints().size())));
        return text.toString();
    }

    private static String why(EndpointFate endpoint, int endpoints) {
        var which = endpoints == 1 ? "" : "endpoint " + endpoint.index() + ": ";
        var unusable = endpoint.problems() == 0 ? "" : endpoint.problems() + " that cannot be scraped, the first as ";
        return which + unusable + endpoint.reason();
    }
}
