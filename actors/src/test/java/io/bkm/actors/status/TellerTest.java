package io.bkm.actors.status;

import static io.bkm.actors.status.FakeMonitors.binding;
import static io.bkm.actors.status.FakeMonitors.monitor;
import static io.bkm.actors.status.Verdict.Reason.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.actors.discovery.MonitorId;
import io.bkm.actors.status.MonitorStore.Refused;
import io.bkm.actors.status.MonitorStore.Why;
import io.bkm.actors.status.Verdict.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What is written when: judged by what the API server is asked. Bindings, Events and refusals are not told apart by files, as
 * all of them are cases of the same monitors, clock and verdicts.
 */
class TellerTest {

    private static final OwnBinding OWN = new OwnBinding("bkm", "monitoring");
    private static final MonitorId WEB = new MonitorId("ServiceMonitor", "shop", "web");
    private static final MonitorId DB = new MonitorId("PodMonitor", "shop", "db");

    private final FakeMonitors store = new FakeMonitors();
    private final StatusCounters counters = new StatusCounters();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Teller teller = teller("");
    private final Map<MonitorId, Verdict> verdicts = new HashMap<>();

    @Test
    void tellsWhatBecameOfAMonitorBesideTheBindingsOfOthers() throws Refused {
        var foreign = binding("prometheuses", "k8s");
        store.put(WEB, 3, monitor(WEB, "30s"), List.of(foreign));

        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        var bindings = store.monitor(WEB).bindings();
        assertThat(bindings).hasSize(2).first().isEqualTo(foreign);
        assertThat(OWN.in(bindings))
                .contains(new Condition(true, "TargetsFound", "12 targets", 3, "2026-01-01T00:00:00Z"));
        assertThat(store.requests).containsExactly("discover", "list servicemonitors", "write web");
    }

    @Test
    void writesNothingWhileNothingChanges() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        store.requests.clear();

        passes(Duration.ofMinutes(5));
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        assertThat(store.requests).isEmpty();
    }

    @Test
    void leavesWhatAnOperatorBeforeUsWroteAsItIs() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        store.requests.clear();

        teller = teller("");
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        assertThat(store.requests).containsExactly("discover", "list servicemonitors");
    }

    @Test
    void tellsARejectionAtOnceAndWhenItBegan() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        passes(Duration.ofSeconds(2));
        tell(verdict(WEB, "30s", INVALID_CONFIGURATION, "endpoints[0].basicAuth: no Secret login", ""));
        passes(Duration.ofSeconds(2));
        tell(verdict(WEB, "30s", INVALID_CONFIGURATION, "endpoints[0].basicAuth: no Secret other", ""));

        assertThat(condition())
                .isEqualTo(new Condition(
                        false,
                        "InvalidConfiguration",
                        "endpoints[0].basicAuth: no Secret other",
                        1,
                        "2026-01-01T00:00:02Z"));
        assertThat(store.requests)
                .containsExactly("discover", "list servicemonitors", "write web", "write web", "write web");
    }

    @Test
    void tellsNumbersMoreAndMoreSeldom() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        int written = 0;
        for (int i = 0; i < 3600; i++) {
            tell(verdict(WEB, "30s", TARGETS_FOUND, "", i + " targets"));
            passes(Duration.ofSeconds(1));
            written = (int) counters.bindings();
        }

        // 0, 10, 30, 70, 150, 310, 630, 1230, 1830, 2430, 3030 s
        assertThat(written).isEqualTo(11);
    }

    @Test
    void tellsTheNewGenerationOfAMonitorThatWasEdited() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        store.put(WEB, 2, monitor(WEB, "60s"), store.monitor(WEB).bindings());
        tell(verdict(WEB, "60s", TARGETS_FOUND, "", "12 targets"));

        assertThat(condition()).isEqualTo(new Condition(true, "TargetsFound", "12 targets", 2, "2026-01-01T00:00:00Z"));
    }

    @Test
    void saysNothingOfAStateThatWasNotJudged() throws Refused {
        store.put(WEB, 2, monitor(WEB, "60s"), List.of());

        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        assertThat(counters.bindings()).isZero();

        passes(Duration.ofSeconds(2));
        tell(verdict(WEB, "60s", NO_TARGETS, "", "0 targets"));
        assertThat(condition().observedGeneration()).isEqualTo(2);
    }

    @Test
    void asksAgainWhenSomebodyWroteMeanwhile() throws Refused {
        var foreign = binding("prometheuses", "k8s");
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        store.afterList = () -> store.overwrite(WEB, List.of(foreign));
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        assertThat(counters.bindings()).isZero();

        passes(Duration.ofSeconds(2));
        teller.work();

        assertThat(store.monitor(WEB).bindings()).hasSize(2).contains(foreign);
        assertThat(counters.failed()).isZero();
    }

    @Test
    void mendsWhatSomebodyTookOut() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        store.overwrite(WEB, List.of());

        passes(Duration.ofMinutes(10));
        teller.work();

        assertThat(OWN.isIn(store.monitor(WEB).bindings())).isTrue();
    }

    @Test
    void takesItsBindingAwayFromAMonitorThatIsNotOursAnyMore() throws Refused {
        var foreign = binding("prometheuses", "k8s");
        store.put(WEB, 1, monitor(WEB, "30s"), List.of(foreign));
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        verdicts.clear();
        teller.judge(new Verdicts(Map.of(), Set.of(WEB)));
        teller.work();
        assertThat(store.monitor(WEB).bindings()).containsExactly(foreign);

        store.overwrite(WEB, OWN.with(List.of(foreign), new Condition(true, "TargetsFound", "1 target", 1, "x")));
        teller = teller("");
        teller.judge(new Verdicts(Map.of(), Set.of(WEB)));
        teller.work();
        assertThat(store.monitor(WEB).bindings()).as("of an operator before us").containsExactly(foreign);
    }

    @Test
    void neverAsksMoreThanItsRate() throws Refused {
        teller = teller("requests-per-second = 10, burst = 50");
        for (int i = 0; i < 500; i++) {
            var id = new MonitorId("ServiceMonitor", "shop", "web-" + i);
            store.put(id, 1, monitor(id, "30s"), List.of());
            verdicts.put(id, verdict(id, "30s", TARGETS_FOUND, "", "1 target"));
        }
        teller.judge(new Verdicts(verdicts, Set.of()));

        teller.work();
        assertThat(counters.bindings()).isEqualTo(50);
        assertThat(counters.waiting()).isEqualTo(450);
        passes(Duration.ofSeconds(1));
        teller.work();
        assertThat(counters.bindings()).isEqualTo(60);

        int seconds = 0;
        for (; counters.bindings() < 500; seconds++) {
            passes(Duration.ofSeconds(1));
            teller.work();
        }
        assertThat(seconds).isEqualTo(44);
        assertThat(store.requests)
                .filteredOn(request -> request.startsWith("get"))
                .isEmpty();
    }

    @Test
    void tellsRejectionsFirst() throws Refused {
        teller = teller("burst = 1");
        for (var name : List.of("a", "b", "c")) {
            var id = new MonitorId("ServiceMonitor", "shop", name);
            store.put(id, 1, monitor(id, "30s"), List.of());
            verdicts.put(
                    id,
                    verdict(
                            id,
                            "30s",
                            name.equals("c") ? INVALID_CONFIGURATION : TARGETS_FOUND,
                            name.equals("c") ? "wrong" : "",
                            ""));
        }
        teller.judge(new Verdicts(verdicts, Set.of()));

        teller.work();

        assertThat(store.requests).last().isEqualTo("write c");
    }

    @Test
    void announcesWhereTheKindHasNoStatus() throws Refused {
        store.put(DB, 1, monitor(DB, "30s"), List.of());

        tell(verdict(DB, "30s", INVALID_CONFIGURATION, "no Secret login", ""));

        assertThat(store.announced).singleElement().satisfies(event -> {
            assertThat(event.reason()).isEqualTo("InvalidConfiguration");
            assertThat(event.note()).isEqualTo("no Secret login");
            assertThat(event.warning()).isTrue();
            assertThat(event.uid()).isEqualTo("uid-of-db");
        });
        assertThat(counters.bindings()).isZero();
    }

    @Test
    void announcesWhereTheStatusKeepsNoBindings() throws Refused {
        store.keepsBindings = false;
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());

        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        passes(Duration.ofMinutes(11));
        teller.work();

        assertThat(store.announced).hasSize(1);
        assertThat(counters.bindings()).isEqualTo(1);
    }

    @Test
    void announcesAFateOnceAndNotTheNumbersThatFollow() throws Refused {
        store.put(DB, 1, monitor(DB, "30s"), List.of());
        for (int i = 1; i < 100; i++) {
            tell(verdict(DB, "30s", TARGETS_FOUND, "", i + " targets"));
            passes(Duration.ofMinutes(1));
        }
        teller = teller("");
        tell(verdict(DB, "30s", TARGETS_FOUND, "", "200 targets"));

        assertThat(store.announced).hasSize(1);
        assertThat(store.events.values())
                .as("told once, also by the next operator")
                .containsExactly(1);
    }

    @Test
    void repeatsTheEventOfAFateThatComesBack() throws Refused {
        store.put(DB, 1, monitor(DB, "30s"), List.of());
        for (int i = 0; i < 3; i++) {
            tell(verdict(DB, "30s", TARGETS_FOUND, "", "12 targets"));
            passes(Duration.ofSeconds(5));
            tell(verdict(DB, "30s", INVALID_CONFIGURATION, "no Secret login", ""));
            passes(Duration.ofSeconds(5));
        }

        assertThat(store.announced).hasSize(2);
        assertThat(store.events.values()).containsExactly(3, 3);
    }

    @Test
    void triesWhatIsForbiddenOnceUntilItLooksAgain() throws Refused {
        for (int i = 0; i < 20; i++) {
            var id = new MonitorId("PodMonitor", "shop", "db-" + i);
            store.put(id, 1, monitor(id, "30s"), List.of());
            verdicts.put(id, verdict(id, "30s", TARGETS_FOUND, "", "1 target"));
        }
        store.afterList = () -> store.refuses = Why.FORBIDDEN;

        tell();
        tell();
        assertThat(store.requests)
                .filteredOn(request -> request.startsWith("announce"))
                .hasSize(1);
        assertThat(counters.failed()).isEqualTo(1);

        store.refuses = null;
        store.afterList = () -> {};
        passes(Duration.ofMinutes(10));
        tell();
        assertThat(store.announced).hasSize(20);
    }

    @Test
    void stopsWhenNothingCanBeReached() {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        store.refuses = Why.UNREACHABLE;

        assertThatThrownBy(() -> tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets")))
                .isInstanceOf(Refused.class);

        assertThat(store.requests).containsExactly("discover");
    }

    @Test
    void retriesWhatIsRefusedMoreAndMoreSeldom() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        store.afterList = () -> store.refuses = Why.INVALID;
        verdicts.put(WEB, verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));

        for (int i = 0; i < 500; i++) {
            tell();
            passes(Duration.ofSeconds(1));
        }

        // after 0, 1, 3, 7, 15, 31, 63, 127, 255 s
        assertThat(counters.failed()).isEqualTo(9);
    }

    @Test
    void forgetsMonitorsThatAreGone() throws Refused {
        store.put(WEB, 1, monitor(WEB, "30s"), List.of());
        tell(verdict(WEB, "30s", TARGETS_FOUND, "", "12 targets"));
        store.monitors.clear();
        store.requests.clear();
        verdicts.clear();

        tell();

        assertThat(store.requests).isEmpty();
    }

    private Teller teller(String section) {
        return new Teller(settings(section), OWN, store, counters, () -> now);
    }

    private static StatusSettings settings(String section) {
        return StatusSettingsTest.from(section);
    }

    private void tell(Verdict... changed) throws Refused {
        Arrays.stream(changed).forEach(verdict -> verdicts.put(verdict.id(), verdict));
        teller.judge(new Verdicts(verdicts, Set.of()));
        teller.work();
    }

    private Condition condition() {
        return OWN.in(store.monitor(WEB).bindings()).orElseThrow();
    }

    private void passes(Duration time) {
        now = now.plus(time);
    }

    private Verdict verdict(MonitorId id, String interval, Reason reason, String news, String numbers) {
        var before = verdicts.get(id);
        var monitor = monitor(id, interval);
        // As in snapshots: the same instance while nothing changed.
        var same = before != null && monitor.equals(before.monitor()) ? before.monitor() : monitor;
        return new Verdict(id, same, true, reason, news, numbers);
    }
}
