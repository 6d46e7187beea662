package io.bkm.actors.joins;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A label or annotation that somebody asks for, perhaps for a place in the JSON that its value is:
 * {@code ({[0].id})env.service} (specs/bkmonitor-operator.md 7.2).
 *
 * @param path "" for the whole value
 */
public record AskedValue(String name, String path) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern WITH_PATH = Pattern.compile("\\(\\{([^}]*)}\\)(.+)");
    private static final Pattern STEP = Pattern.compile("\\.?([A-Za-z_][\\w-]*)|\\[([0-9]{1,6})]");

    public static AskedValue of(String asked) {
        var path = WITH_PATH.matcher(asked);
        return path.matches() ? new AskedValue(path.group(2), path.group(1)) : new AskedValue(asked, "");
    }

    /** Null where there is none. */
    public @Nullable String in(@Nullable Map<String, String> values) {
        var value = values == null ? null : values.get(name);
        return value == null || path.isEmpty() ? value : at(path, value);
    }

    /** The value as it stands where it is no JSON or has nothing there, as the original has it. */
    private static String at(String path, String value) {
        try {
            JsonNode node = JSON.readTree(value);
            var steps = STEP.matcher(path);
            int end = 0;
            while (steps.lookingAt()) {
                node = steps.group(1) != null ? node.path(steps.group(1)) : node.path(Integer.parseInt(steps.group(2)));
                end = steps.end();
                steps.region(end, path.length());
            }
            return end == path.length() && node.isValueNode() ? node.asText() : value;
        } catch (JsonProcessingException noJson) {
            return value;
        }
    }
}
