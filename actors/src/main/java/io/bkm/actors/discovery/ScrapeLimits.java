package io.bkm.actors.discovery;

import com.typesafe.config.Config;
import io.bkm.crds.LimitSettings;
import io.bkm.streams.targets.Limits;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What scrapes and pools may hold at most; 0 means no limit.
 *
 * @param bodySizeLimit bytes, after decompression
 * @param sampleLimit after metric relabeling
 * @param targetLimit of a pool
 * @param labelLimit of a sample; of each of its labels the two lengths, in bytes
 */
public record ScrapeLimits(
        long bodySizeLimit,
        long sampleLimit,
        long targetLimit,
        long labelLimit,
        long labelNameLengthLimit,
        long labelValueLengthLimit) {

    static final ScrapeLimits NONE = new ScrapeLimits(0, 0, 0, 0, 0, 0);

    private static final Pattern SIZE = Pattern.compile("([0-9]*\\.?[0-9]+)([KMGTPE]?)(?:i?)B");
    private static final String UNITS = "KMGTPE";

    /** From a section of the settings with a key for each. */
    static ScrapeLimits from(Config section, String at) {
        return new ScrapeLimits(
                bytes(section.getString("body-size-limit"), at + ".body-size-limit"),
                count(section, "sample-limit", at),
                count(section, "target-limit", at),
                count(section, "label-limit", at),
                count(section, "label-name-length-limit", at),
                count(section, "label-value-length-limit", at));
    }

    private static long count(Config section, String key, String at) {
        long value = section.getLong(key);
        if (value < 0) {
            throw new IllegalArgumentException("%s.%s: %d (expected: >= 0)".formatted(at, key, value));
        }
        return value;
    }

    static ScrapeLimits of(LimitSettings written) throws Refusal {
        try {
            return new ScrapeLimits(
                    bytes(written.bodySizeLimit(), "spec.bodySizeLimit"),
                    number(written.sampleLimit()),
                    number(written.targetLimit()),
                    number(written.labelLimit()),
                    number(written.labelNameLengthLimit()),
                    number(written.labelValueLengthLimit()));
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(String.valueOf(wrong.getMessage()));
        }
    }

    static long number(@Nullable Long limit) {
        return limit == null ? 0 : limit;
    }

    /** {@code 10MB} and {@code 10MiB} are the same to Prometheus: powers of 1024. */
    static long bytes(@Nullable String size, String field) {
        if (size == null || size.isEmpty() || size.equals("0")) {
            return 0;
        }
        var matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(field + ": " + size + " (expected: a size such as 10MB)");
        }
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        return (long) (Double.parseDouble(matcher.group(1)) * Math.pow(1024, power));
    }

    /**
     * The limits of a monitor: its own, where it has none the default, and none above the enforced one. A body's size
     * is the exception: where the monitor has no limit, the enforced one counts even above the default, as
     * prometheus-operator writes it into the job and Prometheus takes the job's.
     */
    ScrapeLimits within(ScrapeLimits defaults, ScrapeLimits enforced) {
        return new ScrapeLimits(
                bodySizeLimit == 0 && enforced.bodySizeLimit > 0
                        ? enforced.bodySizeLimit
                        : within(ScrapeLimits::bodySizeLimit, defaults, enforced),
                within(ScrapeLimits::sampleLimit, defaults, enforced),
                within(ScrapeLimits::targetLimit, defaults, enforced),
                within(ScrapeLimits::labelLimit, defaults, enforced),
                within(ScrapeLimits::labelNameLengthLimit, defaults, enforced),
                within(ScrapeLimits::labelValueLengthLimit, defaults, enforced));
    }

    /**
     * The limits of a scrape configuration that is no monitor's: its own whatever they are, else those for all, as
     * Prometheus fills them in from its global section.
     */
    ScrapeLimits orGlobal(ScrapeLimits defaults, ScrapeLimits enforced) {
        var global = NONE.within(defaults, enforced);
        return new ScrapeLimits(
                own(bodySizeLimit, own(defaults.bodySizeLimit, enforced.bodySizeLimit)),
                own(sampleLimit, global.sampleLimit),
                own(targetLimit, global.targetLimit),
                own(labelLimit, global.labelLimit),
                own(labelNameLengthLimit, global.labelNameLengthLimit),
                own(labelValueLengthLimit, global.labelValueLengthLimit));
    }

    private static long own(long limit, long otherwise) {
        return limit > 0 ? limit : otherwise;
    }

    private long within(ToLongFunction<ScrapeLimits> limit, ScrapeLimits defaults, ScrapeLimits enforced) {
        long own = limit.applyAsLong(this);
        long wanted = own > 0 ? own : limit.applyAsLong(defaults);
        long most = limit.applyAsLong(enforced);
        return most > 0 && (wanted == 0 || wanted > most) ? most : wanted;
    }

    /** Those that hold for each scrape. */
    Limits ofScrape() {
        return new Limits(bodySizeLimit, sampleLimit, labelLimit, labelNameLengthLimit, labelValueLengthLimit);
    }
}
