package io.bkm.app.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bkm.streams.labels.Labels;
import io.bkm.streams.relabel.PrometheusRules;
import io.bkm.streams.relabel.RelabelRule;
import io.bkm.streams.relabel.Relabeler;
import io.bkm.streams.relabel.Rules;
import io.bkm.streams.targets.Populated;
import io.bkm.streams.targets.PrometheusJob;
import io.bkm.streams.targets.TargetLabels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code bkm tool relabel}: what rules make of labels. Each line {@code {"id","labels":{…},"relabel_configs":[…]}} is
 * answered by one line: {@code {"id","keep":true,"labels":{…}}}, {@code {"id","keep":false}} where a rule drops them, or
 * {@code {"id","error"}}. Rules are written as in Prometheus' configuration, see {@link PrometheusRules}.
 *
 * <p>With {@code "job":{"job_name","scheme","metrics_path","params","scrape_interval","scrape_timeout"}} the labels are
 * those of a discovered target. The answer's labels then are the target's, hidden ones that begin with {@code __}
 * included; {@code url} and {@code discovered_labels} are added. See {@link PrometheusJob} and {@link TargetLabels}.
 *
 * <p>A label value that is not UTF-8 is {@code {"b64":"…"}}, both ways.
 */
public final class RelabelTool {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private RelabelTool() {}

    public static void run(InputStream in, PrintStream out) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                // As text first, since a message may quote what has no UTF-8.
                out.write(MAPPER.writeValueAsString(answer(line, number)).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
        out.flush();
    }

    private static ObjectNode answer(String line, int number) {
        JsonNode question;
        try {
            question = MAPPER.readTree(line);
        } catch (JsonProcessingException notJson) {
            return failed(MAPPER.nullNode(), "line " + number + ": not JSON: " + notJson.getOriginalMessage());
        }
        if (!question.isObject()) {
            return failed(
                    MAPPER.nullNode(), "line " + number + ": " + question.getNodeType() + " (expected: an object)");
        }
        var id = question.has("id") ? question.get("id") : MAPPER.nullNode();
        try {
            var answer = answer(question);
            answer.set("id", id);
            return answer;
        } catch (Refusal refusal) {
            return failed(id, refusal.getMessage());
        }
    }

    private static ObjectNode answer(JsonNode question) throws Refusal {
        var labels = labels(question.path("labels"));
        if (question.hasNonNull("job")) {
            return populate(labels, (ObjectNode) question);
        }
        var relabeled = Relabeler.of(rules(question)).apply(labels);
        return relabeled == null ? dropped() : kept(relabeled);
    }

    private static List<RelabelRule> rules(JsonNode question) throws Refusal {
        return switch (PrometheusRules.parse(question.path("relabel_configs"))) {
            case Rules.Valid(var rules) -> rules;
            case Rules.Invalid(var reason) -> throw new Refusal(reason);
        };
    }

    /** Rules beside the job stand for those in it. */
    private static ObjectNode populate(Labels labels, ObjectNode question) throws Refusal {
        var job = question.get("job");
        if (job instanceof ObjectNode fields && question.has("relabel_configs")) {
            fields.set("relabel_configs", question.get("relabel_configs"));
        }
        var pool = switch (PrometheusJob.parse(job)) {
            case PrometheusJob.Valid(var valid) -> valid;
            case PrometheusJob.Invalid(var reason) -> throw new Refusal(reason);
        };
        var populated = TargetLabels.of(pool).populate(labels);
        var answer = switch (populated) {
            case Populated.Kept kept -> kept(kept.allLabels()).put("url", kept.url());
            case Populated.Dropped _ -> dropped();
            case Populated.Refused refused -> throw new Refusal(refused.reason());
        };
        answer.set("discovered_labels", json(populated.discovered()));
        return answer;
    }

    private static Labels labels(JsonNode map) throws Refusal {
        if (map.isMissingNode() || map.isNull()) {
            return Labels.EMPTY;
        }
        if (!map.isObject()) {
            throw new Refusal("labels: " + map + " (expected: an object)");
        }
        var labels = new Labels.Builder();
        for (var label : map.properties()) {
            labels.set(label.getKey(), value(label.getKey(), label.getValue()));
        }
        return labels.build();
    }

    private static String value(String name, JsonNode value) throws Refusal {
        if (value.isNull()) {
            return "";
        }
        if (value.isValueNode()) {
            return value.asText();
        }
        try {
            return NotUtf8.fromBase64(value.path("b64").textValue());
        } catch (IllegalArgumentException e) {
            throw new Refusal("labels." + name + ": " + value + " (expected: a text, or {\"b64\": base64})");
        }
    }

    private static ObjectNode kept(Labels labels) {
        var answer = MAPPER.createObjectNode().putNull("id").put("keep", true);
        answer.set("labels", json(labels));
        return answer;
    }

    private static ObjectNode dropped() {
        return MAPPER.createObjectNode().putNull("id").put("keep", false);
    }

    private static ObjectNode failed(JsonNode id, String error) {
        var answer = MAPPER.createObjectNode();
        answer.set("id", id);
        return answer.put("error", error);
    }

    private static ObjectNode json(Labels labels) {
        var json = MAPPER.createObjectNode();
        labels.forEach((name, value) -> {
            if (NotUtf8.is(value)) {
                json.putObject(name).put("b64", NotUtf8.toBase64(value));
            } else {
                json.put(name, value);
            }
        });
        return json;
    }

    /** Why a question has no answer; never leaves this class. */
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final String reason;

        Refusal(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        @Override
        public String getMessage() {
            return reason;
        }
    }
}
