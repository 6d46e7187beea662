package io.bkm.streams.targets;

import io.bkm.streams.labels.Labels;
import io.bkm.streams.labels.Utf8;
import io.bkm.streams.relabel.Relabeler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Turns discovered labels into targets as Prometheus 3.5 does (scrape/target.go, {@code PopulateLabels}): the pool's
 * settings become labels where the target has none of the name, then the rules run, then the result is checked.
 *
 * <p>Make one per pool, it compiles the rules; then ask it for every target of the pool. Safe for many threads.
 *
 * <pre>{@code
 * var targetLabels = TargetLabels.of(pool);
 * for (var labels : discovered) { // __address__ and __meta_…; a target's own labels over those of its group
 *     switch (targetLabels.populate(labels)) {
 *         case Kept kept -> …
 *         case Dropped _ -> …
 *         case Refused refused -> …
 *     }
 * }
 * }</pre>
 */
public final class TargetLabels {

    private static final String INTERVAL = "__scrape_interval__";
    private static final String TIMEOUT = "__scrape_timeout__";
    private static final String CONVERT_TO_NHCB = "__convert_classic_histograms_to_nhcb__";
    private static final String ALWAYS_CLASSIC = "__always_scrape_classic_histograms__";
    private static final String SCRAPE_NATIVE = "__scrape_native_histograms__";

    /** What Go's {@code strconv.ParseBool} takes. */
    private static final Set<String> BOOLEANS =
            Set.of("1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False");

    private record Default(String name, String value) {}

    private final List<Default> defaults;
    private final Relabeler relabeler;
    private final ScrapeUrl url;

    private TargetLabels(List<Default> defaults, Relabeler relabeler, ScrapeUrl url) {
        this.defaults = List.copyOf(defaults);
        this.relabeler = relabeler;
        this.url = url;
    }

    public static TargetLabels of(ScrapePool pool) {
        return new TargetLabels(defaults(pool), Relabeler.of(pool.relabelings()), ScrapeUrl.of(pool.params()));
    }

    private static List<Default> defaults(ScrapePool pool) {
        var defaults = new ArrayList<Default>();
        defaults.add(new Default("job", pool.jobName()));
        defaults.add(new Default(INTERVAL, PrometheusDuration.format(pool.interval())));
        defaults.add(new Default(TIMEOUT, PrometheusDuration.format(pool.timeout())));
        defaults.add(new Default(ScrapeUrl.PATH, pool.metricsPath()));
        defaults.add(new Default(ScrapeUrl.SCHEME, pool.scheme()));
        var histograms = pool.histograms();
        if (histograms != null) {
            defaults.add(new Default(CONVERT_TO_NHCB, String.valueOf(histograms.convertClassicToNhcb())));
            defaults.add(new Default(ALWAYS_CLASSIC, String.valueOf(histograms.alwaysScrapeClassic())));
            defaults.add(new Default(SCRAPE_NATIVE, String.valueOf(histograms.scrapeNative())));
        }
        pool.params().forEach((name, values) -> {
            if (!values.isEmpty()) {
                defaults.add(new Default(ScrapeUrl.PARAM_PREFIX + name, values.getFirst()));
            }
        });
        return defaults;
    }

    /** @param target what discovery knows; an absent {@code __address__} may still be set by a rule */
    public Populated populate(Labels target) {
        // This order decides which label wins when a labelmap makes one of two. Prometheus, too, has the target's own
        // labels first, but those in no order; by name, the answer is the same every time.
        var labels = Labels.Builder.of(target);
        for (var label : defaults) {
            if (!labels.has(label.name())) {
                labels.set(label.name(), label.value());
            }
        }
        var discovered = labels.build();
        if (!relabeler.apply(labels)) {
            return new Populated.Dropped(discovered);
        }
        try {
            return check(labels, discovered);
        } catch (Refusal refusal) {
            return new Populated.Refused(refusal.reason, discovered);
        }
    }

    private Populated.Kept check(Labels.Builder relabeled, Labels discovered) throws Refusal {
        var address = relabeled.get(ScrapeUrl.ADDRESS);
        if (address.isEmpty()) {
            throw new Refusal("no address");
        }
        if (address.indexOf('/') >= 0) {
            throw new Refusal(Utf8.quote(address) + " is not a valid hostname");
        }
        var interval = duration(relabeled.get(INTERVAL), "interval");
        var timeout = duration(relabeled.get(TIMEOUT), "timeout");
        if (timeout.compareTo(interval) > 0) {
            throw new Refusal("scrape timeout cannot be greater than scrape interval ("
                    + Utf8.quote(relabeled.get(TIMEOUT)) + " > " + Utf8.quote(relabeled.get(INTERVAL)) + ")");
        }
        checkBoolean(relabeled.get(CONVERT_TO_NHCB), "convert classic histograms to nhcb");
        checkBoolean(relabeled.get(ALWAYS_CLASSIC), "always scrape classic histograms");
        checkBoolean(relabeled.get(SCRAPE_NATIVE), "scrape native histograms");
        if (!relabeled.has("instance")) {
            relabeled.set("instance", address);
        }
        var all = relabeled.build().filter(name -> !name.startsWith("__meta_"));
        for (int i = 0; i < all.size(); i++) {
            if (!Utf8.isValid(all.value(i))) {
                throw new Refusal(
                        "invalid label value for " + Utf8.quote(all.name(i)) + ": " + Utf8.quote(all.value(i)));
            }
        }
        var visible = all.filter(name -> !name.startsWith("__"));
        return new Populated.Kept(visible, all, url.of(all), interval, timeout, discovered);
    }

    private static Duration duration(String text, String what) throws Refusal {
        Duration duration;
        try {
            duration = PrometheusDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal("error parsing scrape " + what + ": " + e.getMessage());
        }
        if (duration.isZero()) {
            throw new Refusal("scrape " + what + " cannot be 0");
        }
        return duration;
    }

    private static void checkBoolean(String text, String what) throws Refusal {
        if (!text.isEmpty() && !BOOLEANS.contains(text)) {
            throw new Refusal(
                    "error parsing " + what + ": strconv.ParseBool: parsing " + Utf8.quote(text) + ": invalid syntax");
        }
    }

    /** Leaves the checks early; never leaves this class. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final String reason;

        Refusal(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
