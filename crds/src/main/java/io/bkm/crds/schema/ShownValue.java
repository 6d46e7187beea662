package io.bkm.crds.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** A value as a message shows it: short, and without the password of a URL. */
public final class ShownValue {

    private static final int MAX_LENGTH = 120;
    private static final Pattern USER_INFO = Pattern.compile("[^\\s/@\"]+@");

    private ShownValue() {}

    /** Texts in quotes where a number could be meant; mappings and lists only by their kind, as they may hold anything. */
    public static String of(JsonNode value) {
        if (value.isObject()) {
            return "a mapping";
        }
        if (value.isArray()) {
            return "a list";
        }
        var text = USER_INFO.matcher(value.toString()).replaceAll("***@");
        return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
    }
}
