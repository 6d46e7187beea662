package io.bkm.actors.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.discovery.JoinRequest;
import io.bkm.streams.targets.PodJoin;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sample of ours is told of what the URL asks for that an old worker gets for the same target. */
class JoinParityTest {

    private static final String BASE = "http://operator:8080";
    private static final List<String> RULES =
            List.of("v1/workload", "v2/workload", "v3/workload", "v1/labeljoin", "v1/node", "v9/unknown");
    private static final List<String> MATCHERS = List.of(
            "", "Pod://label:app,annotation:({[0].id})env.service,junk:x", "Node://label:zone", "Service://label:x");

    static Stream<Map<String, String>> annotations() {
        return RULES.stream()
                .flatMap(first -> RULES.stream()
                        .flatMap(second -> RULES.stream().map(third -> String.join(", ", first, second, third))))
                .flatMap(rules -> MATCHERS.stream()
                        .flatMap(matcher -> Stream.of("", "0", "1", "x")
                                .map(index -> Map.of(
                                        "relabelRule", rules, "labelJoinMatcher", matcher, "relabelIndex", index))));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void asksForTheSameAsTheUrl(List<Map<String, String>> all) {
        for (var annotations : all) {
            var request = JoinRequest.of(annotations);
            for (var podName : List.of("", "web-0")) {
                var url = RelabelUrl.of(BASE, request, 0, "node-a", podName);

                assertThat(request.ofPods(0, "node-a", podName))
                        .as("%s %s", annotations, podName)
                        .isEqualTo(Optional.ofNullable(asked(url)));
            }
        }
    }

    /** One test for each first rule. */
    static Stream<List<Map<String, String>>> rules() {
        return RULES.stream()
                .map(first -> annotations()
                        .filter(annotations ->
                                annotations.getOrDefault("relabelRule", "").startsWith(first))
                        .toList());
    }

    private static @Nullable PodJoin asked(String url) {
        if (url.isEmpty()) {
            return null;
        }
        int query = url.indexOf("?q=");
        var route = url.substring(BASE.length(), query < 0 ? url.length() : query);
        var params = new HashMap<String, String>();
        if (query >= 0) {
            var text = new String(Base64.getUrlDecoder().decode(url.substring(query + 3)), StandardCharsets.UTF_8);
            for (var param : text.split("&", -1)) {
                params.put(param.substring(0, param.indexOf('=')), param.substring(param.indexOf('=') + 1));
            }
        }
        boolean ofPods = "Pod".equals(params.get("kind"));
        boolean ofNode = route.startsWith("/workload/node/");
        var join = new PodJoin(
                ofNode ? route.substring("/workload/node/".length()) : "",
                ofNode ? params.getOrDefault("podName", "") : "",
                ofNode && "true".equals(params.get("container_info")),
                ofPods ? names(params.getOrDefault("labels", "")) : List.of(),
                ofPods ? names(params.getOrDefault("annotations", "")) : List.of());
        return ofNode || join.everywhere() ? join : null;
    }

    private static List<String> names(String text) {
        return Stream.of(text.split(",", -1)).filter(name -> !name.isEmpty()).toList();
    }
}
