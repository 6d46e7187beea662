package io.bkm.crds.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Tag;

/** What a scalar of YAML is in JSON: the rules of go-yaml v2's {@code resolve} as sigs.k8s.io/yaml 1.4 uses it. */
final class YamlScalars {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> NOT_IN_JSON = Set.of(
            ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");

    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");
    private static final int[] RADIX = {16, 2, 8, 10};
    private static final BigInteger MAX_UINT64 = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
    /** Numbers of YAML 1.1 as the standard has it, but for those to base 60. */
    private static final Pattern NUMBER_TO_ALL =
            Pattern.compile("[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+"
                    + "|[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)");

    private static final Set<String> BOOLEAN_TO_SOME = Set.of("y", "Y", "n", "N");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?");

    private YamlScalars() {}

    static boolean isMerge(Tag tag) {
        return tag.equals(Tag.MERGE);
    }

    /** Null where the text is not what its tag says, or is a number that JSON lacks. */
    static @Nullable JsonNode resolve(Tag tag, String text) {
        if (tag.equals(YamlReader.PLAIN)) {
            return plain(text);
        }
        if (tag.equals(Tag.BINARY)) {
            return binary(text);
        }
        if (!(tag.equals(Tag.BOOL) || tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) || tag.equals(Tag.NULL))) {
            return JSON.textNode(text);
        }
        var read = plain(text);
        if (read == null) {
            return null;
        }
        var value = AmbiguousText.asKubernetesReads(read);
        boolean fits = (tag.equals(Tag.BOOL) && value.isBoolean())
                || (tag.equals(Tag.NULL) && value.isNull())
                || (tag.equals(Tag.INT) && value.isIntegralNumber())
                || (tag.equals(Tag.FLOAT) && value.isNumber());
        return fits ? value : null;
    }

    private static @Nullable JsonNode plain(String text) {
        if (NULL.contains(text)) {
            return JSON.nullNode();
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            var value = JSON.booleanNode(TRUE.contains(text));
            return BOOLEAN_TO_SOME.contains(text) ? new AmbiguousText(text, value) : value;
        }
        if (NOT_IN_JSON.contains(text)) {
            return null;
        }
        char first = text.charAt(0);
        boolean mayBeNumber = (first >= '0' && first <= '9') || first == '+' || first == '-' || first == '.';
        if (!mayBeNumber) {
            return JSON.textNode(text);
        }
        var value = number(text);
        return value.isNumber() && !NUMBER_TO_ALL.matcher(text).matches() ? new AmbiguousText(text, value) : value;
    }

    /** Dates fall through to text because they hold more than one sign. */
    private static JsonNode number(String text) {
        var plain = text.charAt(0) == '.' ? text : text.replace("_", "");
        var integer = integer(plain);
        if (integer != null) {
            return integer;
        }
        if (FLOAT.matcher(plain).matches()) {
            double value = Double.parseDouble(plain);
            if (Double.isFinite(value)) {
                return whole(value);
            }
        }
        return JSON.textNode(text);
    }

    private static @Nullable JsonNode integer(String text) {
        var matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        for (int i = 0; i < RADIX.length; i++) {
            var digits = matcher.group(i + 2);
            if (digits != null) {
                var value = new BigInteger(matcher.group(1) + digits, RADIX[i]);
                return value.compareTo(MIN_INT64) < 0 || value.compareTo(MAX_UINT64) > 0 ? null : exact(value);
            }
        }
        return null;
    }

    /** 1.0 and 1e3 are whole numbers to whoever reads the JSON that sigs.k8s.io/yaml writes. */
    private static JsonNode whole(double value) {
        boolean printedWithoutExponent = Math.abs(value) < 1e21;
        return value == Math.rint(value) && printedWithoutExponent
                ? exact(new BigDecimal(value).toBigIntegerExact())
                : JSON.numberNode(value);
    }

    private static JsonNode exact(BigInteger value) {
        if (value.bitLength() < 32) {
            return JSON.numberNode(value.intValue());
        }
        return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private static @Nullable JsonNode binary(String text) {
        try {
            return JSON.textNode(
                    new String(Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", "")), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
