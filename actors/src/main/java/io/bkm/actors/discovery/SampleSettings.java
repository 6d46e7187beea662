package io.bkm.actors.discovery;

import io.bkm.crds.FormatSettings;
import io.bkm.crds.LimitSettings;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.targets.Limits;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What becomes of the samples of all targets of a scrape pool. */
record SampleSettings(
        boolean honorLabels,
        boolean honorTimestamps,
        boolean trackTimestampsStaleness,
        List<RelabelRule> metricRelabelings,
        Limits limits,
        @Nullable String fallbackFormat) {

    private static final Pattern SIZE = Pattern.compile("([0-9]*\\.?[0-9]+)([KMGTPE]?)(?:i?)B");
    private static final String UNITS = "KMGTPE";

    SampleSettings {
        metricRelabelings = List.copyOf(metricRelabelings);
    }

    static Limits limits(LimitSettings limits) throws Refusal {
        return new Limits(
                bytes(limits.bodySizeLimit()),
                number(limits.sampleLimit()),
                number(limits.labelLimit()),
                number(limits.labelNameLengthLimit()),
                number(limits.labelValueLengthLimit()));
    }

    static long number(@Nullable Long limit) {
        return limit == null ? 0 : limit;
    }

    /** {@code 10MB} and {@code 10MiB} are the same to Prometheus: powers of 1024. */
    private static long bytes(@Nullable String size) throws Refusal {
        if (size == null || size.isEmpty() || size.equals("0")) {
            return 0;
        }
        var matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new Refusal("spec.bodySizeLimit", size, "a size such as 10MB");
        }
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
    }

    /** The formats to ask for; Prometheus refuses one that is there twice. */
    static List<String> formats(FormatSettings formats) throws Refusal {
        var protocols = formats.scrapeProtocols();
        if (new HashSet<>(protocols).size() != protocols.size()) {
            throw new Refusal("spec.scrapeProtocols", protocols.toString(), "each once");
        }
        return protocols;
    }
}
