package io.bkm.streams.exposition;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * The labels of a series as Prometheus makes them of an entry: {@code __name__} added, escapes replaced, {@code le} of
 * a histogram and {@code quantile} of a summary normalised to floats, sorted by the bytes of their names. Duplicates and
 * empty values stay. An object per label: for tools, tests and the measure that the data path is held against, which itself
 * reads {@link Entry}.
 */
public final class SeriesLabels {

    private static final byte[] NAME = ascii("__name__");
    private static final byte[] TYPE = ascii("__type__");
    private static final byte[] UNIT = ascii("__unit__");
    private static final byte[] LE = ascii("le");
    private static final byte[] QUANTILE = ascii("quantile");

    private static final List<String> HISTOGRAM_SUFFIXES = List.of("_bucket", "_sum", "_count");

    private static final Comparator<Pair> BY_NAME = (a, b) -> Arrays.compareUnsigned(a.name, b.name);

    private final List<Pair> pairs = new ArrayList<>();

    private static final class Pair {
        final byte[] name;
        final byte[] value;

        Pair(byte[] name, byte[] value) {
            this.name = name;
            this.value = value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Pair pair && Arrays.equals(name, pair.name) && Arrays.equals(value, pair.value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(name), Arrays.hashCode(value));
        }
    }

    private SeriesLabels() {}

    /** Of the SERIES that a parser stands at. */
    public static SeriesLabels of(byte[] body, Entry entry, boolean typeAndUnitLabels) {
        var labels = new SeriesLabels();
        byte[] name = Escapes.unescape(body, entry.nameStart(), entry.nameEnd());
        byte[] type = typeAndUnitLabels && entry.type() != MetricType.UNKNOWN
                ? ascii(entry.type().text())
                : new byte[0];
        byte[] unit = typeAndUnitLabels ? Arrays.copyOfRange(body, entry.unitStart(), entry.unitEnd()) : new byte[0];
        if (name.length > 0 || !typeAndUnitLabels) {
            labels.add(NAME, name);
        }
        labels.addUnlessEmpty(TYPE, type);
        labels.addUnlessEmpty(UNIT, unit);
        for (int i = 0; i < entry.labelCount(); i++) {
            byte[] label = Escapes.unescape(body, entry.labelNameStart(i), entry.labelNameEnd(i));
            // What the metadata says wins over a label of the exposition.
            boolean overridden = typeAndUnitLabels
                    && ((Arrays.equals(label, NAME) && name.length > 0)
                            || (Arrays.equals(label, TYPE) && type.length > 0)
                            || (Arrays.equals(label, UNIT) && unit.length > 0));
            if (!overridden) {
                byte[] value = Escapes.unescape(body, entry.labelValueStart(i), entry.labelValueEnd(i));
                labels.add(label, normalised(entry.type(), label, value));
            }
        }
        labels.pairs.sort(BY_NAME);
        return labels;
    }

    /** An exemplar's, whose escapes Prometheus leaves as they are. */
    static SeriesLabels of(byte[] body, Exemplar exemplar) {
        var labels = new SeriesLabels();
        var positions = exemplar.labels();
        for (int i = 0; i < positions.count(); i++) {
            labels.add(
                    Arrays.copyOfRange(body, positions.nameStart(i), positions.nameEnd(i)),
                    Arrays.copyOfRange(body, positions.valueStart(i), positions.valueEnd(i)));
        }
        labels.pairs.sort(BY_NAME);
        return labels;
    }

    /** The labels of the native histogram that a classic one's series belongs to. */
    SeriesLabels ofHistogram() {
        var labels = new SeriesLabels();
        byte[] name = get(NAME);
        int length = name.length - histogramSuffix().length();
        for (var pair : pairs) {
            boolean isName = Arrays.equals(pair.name, NAME);
            if (!Arrays.equals(pair.name, LE)) {
                labels.addUnlessEmpty(pair.name, isName ? Arrays.copyOf(name, length) : pair.value);
            }
        }
        return labels;
    }

    /** What the name has after the family's: {@code _bucket}, {@code _sum}, {@code _count} or nothing. */
    String histogramSuffix() {
        byte[] name = get(NAME);
        for (var suffix : HISTOGRAM_SUFFIXES) {
            int start = name.length - suffix.length();
            if (start >= 0 && Bytes.equal(name, start, name.length, suffix)) {
                return suffix;
            }
        }
        return "";
    }

    boolean isOfFamily(byte[] family) {
        byte[] name = get(NAME);
        int length = name.length - histogramSuffix().length();
        return Arrays.equals(name, 0, length, family, 0, family.length);
    }

    /** The value of {@code le}; empty where it is no number. */
    OptionalDouble upperBound() {
        var bound = GoFloat.parse(new String(get(LE), StandardCharsets.ISO_8859_1));
        return bound.isPresent() && Double.isNaN(bound.getAsDouble()) ? OptionalDouble.empty() : bound;
    }

    /** As a series is written: the name, and the other labels in braces where there are any. */
    byte[] toSeriesText() {
        var text = new ByteArrayOutputStream();
        text.writeBytes(get(NAME));
        char separator = '{';
        for (var pair : pairs) {
            if (!Arrays.equals(pair.name, NAME)) {
                text.write(separator);
                separator = ',';
                boolean plain = pair.name.length > 0
                        && Bytes.startsLabelName(pair.name[0])
                        && Bytes.endOfLabelName(pair.name, 0, pair.name.length) == pair.name.length;
                text.writeBytes(plain ? pair.name : quoted(pair.name));
                text.write('=');
                text.writeBytes(quoted(pair.value));
            }
        }
        if (separator == ',') {
            text.write('}');
        }
        return text.toByteArray();
    }

    private static byte[] quoted(byte[] text) {
        return Escapes.quoted(new String(text, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] get(byte[] name) {
        for (var pair : pairs) {
            if (Arrays.equals(pair.name, name)) {
                return pair.value;
            }
        }
        return new byte[0];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeriesLabels labels && pairs.equals(labels.pairs);
    }

    @Override
    public int hashCode() {
        return pairs.hashCode();
    }

    /** Names and values as UTF-8; a duplicate comes as often as it stands there. */
    public void forEach(BiConsumer<byte[], byte[]> action) {
        pairs.forEach(pair -> action.accept(pair.name, pair.value));
    }

    private void add(byte[] name, byte[] value) {
        pairs.add(new Pair(name, value));
    }

    private void addUnlessEmpty(byte[] name, byte[] value) {
        if (value.length > 0) {
            add(name, value);
        }
    }

    private static byte[] normalised(MetricType type, byte[] label, byte[] value) {
        boolean isFloat = (type == MetricType.HISTOGRAM && Arrays.equals(label, LE))
                || (type == MetricType.SUMMARY && Arrays.equals(label, QUANTILE));
        if (!isFloat) {
            return value;
        }
        var number = GoFloat.parse(new String(value, StandardCharsets.ISO_8859_1));
        return number.isPresent() ? ascii(GoFloat.formatOpenMetrics(number.getAsDouble())) : value;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
