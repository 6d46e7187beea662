package io.bkm.actors.sd.running;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.sd.Access;
import io.bkm.actors.sd.Discovery;
import io.bkm.streams.fetch.FetchSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against stand-ins that answer as etcd's JSON gateway and Polaris' HTTP API do. */
class EtcdAndPolarisTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration REFRESH = Duration.ofMinutes(1);

    private final HttpServer server = start();
    private final Lookups lookups = Lookups.real(SdSettingsTest.settings(""), FetchSettings.from(ConfigFactory.load()));
    private final TreeMap<String, String> keys = new TreeMap<>();
    private String instances = "[]";
    private final List<JsonNode> asked = new ArrayList<>();

    @BeforeEach
    void serve() {
        server.createContext("/v3/kv/range", this::range);
        server.createContext("/v1/Discover", this::discover);
        server.createContext(
                "/", exchange -> answer(exchange, "[{\"targets\":[\"10.1.1.1:80\"],\"labels\":{\"a\":\"b\"}}]"));
        server.start();
    }

    @AfterEach
    void stop() {
        lookups.close();
        server.stop(0);
    }

    @Test
    void readsTargetsUnderAPrefix() throws LookupFailure {
        keys.put("/svc/10.1.1.1:80", "{\"addr\":\"10.1.1.1:9100\",\"tenant_id\":\"t1\",\"metadata\":{\"zone\":\"z\"}}");
        keys.put("/svc/10.1.1.2:80", "no JSON");
        keys.put("/svc/other", "{\"addr\":\"10.1.1.3:9100\"}");
        keys.put("/svd/10.1.1.4:80", "{\"addr\":\"10.1.1.4:9100\"}");

        var groups = etcd("/svc/").look("/svc/");

        assertThat(groups).singleElement().satisfies(group -> {
            assertThat(group.source()).isEqualTo("/svc/10.1.1.1:80");
            assertThat(group.labels().toMap()).isEqualTo(Map.of("tenant_id", "t1", "zone", "z", "__meta_url", "/svc/"));
            assertThat(group.targets().getFirst().get("__address__")).isEqualTo("10.1.1.1:9100");
        });
    }

    @Test
    void readsManyInPages() throws LookupFailure {
        for (int i = 0; i < 1500; i++) {
            keys.put("/svc/10.1.1.1:%05d".formatted(i), "{\"addr\":\"10.1.1.1:%d\"}".formatted(i));
        }

        assertThat(etcd("/svc/").look("/svc/")).hasSize(1500);
        assertThat(asked).hasSize(2);
    }

    @Test
    void asksTheNextEndpointOfEtcd() throws LookupFailure {
        keys.put("/svc/10.1.1.1:80", "{\"addr\":\"a:1\"}");
        var discovery = new Discovery.Etcd(List.of(url() + "/absent", address()), List.of("/svc/"), REFRESH);

        assertThat(lookups.open(discovery).look("/svc/")).hasSize(1);
    }

    @Test
    void theEndOfAPrefixIsTheNextOne() {
        assertThat(EtcdLookup.after(new byte[] {'a', 'b'})).containsExactly('a', 'c');
        assertThat(EtcdLookup.after(new byte[] {'a', (byte) 0xff})).containsExactly('b');
        assertThat(EtcdLookup.after(new byte[0])).containsExactly(0);
    }

    @Test
    void asksEachHealthyInstanceOnce() throws LookupFailure {
        instances = """
                [{"host":"127.0.0.1","port":%1$d,"healthy":true,"metadata":{"a":"1","b":"2"}},
                 {"host":"127.0.0.1","port":%1$d,"healthy":true,"metadata":{"a":"1"}},
                 {"host":"127.0.0.2","port":%1$d,"metadata":{"a":"1"}},
                 {"host":"127.0.0.3","port":%1$d,"healthy":true,"metadata":{"a":"2"}}]
                """.formatted(server.getAddress().getPort());
        var lookup = polaris(Map.of("a", "1", "b", "2"));

        var parts = lookup.parts();

        assertThat(parts).containsExactly(url());
        assertThat(asked.getFirst().at("/service/name").asText()).isEqualTo("metrics");
        assertThat(lookup.look(url()).getFirst().labels().toMap()).isEqualTo(Map.of("a", "b", "__meta_url", url()));
    }

    @Test
    void withoutInstancesItFails() {
        assertThatThrownBy(() -> polaris(Map.of()).parts())
                .hasMessageContaining(
                        "default/metrics: no instance (expected: a healthy one that the selector chooses)");
    }

    @Test
    void withoutServersItFails() {
        var discovery = new Discovery.Polaris(List.of(), "default", "metrics", Map.of(), Access.PLAIN, REFRESH);

        assertThatThrownBy(() -> lookups.open(discovery).parts())
                .hasMessage("bkm.prom-sd.polaris-address: [] (expected: host:port of Polaris)");
    }

    private Lookup etcd(String prefix) {
        return lookups.open(new Discovery.Etcd(List.of(address()), List.of(prefix), REFRESH));
    }

    private Lookup polaris(Map<String, String> metadata) {
        return lookups.open(
                new Discovery.Polaris(List.of(address()), "default", "metrics", metadata, Access.PLAIN, REFRESH));
    }

    private String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private String url() {
        return "http://" + address();
    }

    private void range(HttpExchange exchange) throws IOException {
        var question = JSON.readTree(exchange.getRequestBody());
        asked.add(question);
        var limit = question.path("limit").asInt();
        var in = keys.subMap(text(question, "key"), text(question, "range_end"));
        var answer = JSON.createObjectNode();
        var pairs = answer.putArray("kvs");
        in.entrySet().stream()
                .limit(limit)
                .forEach(entry ->
                        pairs.addObject().put("key", base64(entry.getKey())).put("value", base64(entry.getValue())));
        if (in.size() > limit) {
            answer.put("more", true);
        }
        answer(exchange, answer.toString());
    }

    private void discover(HttpExchange exchange) throws IOException {
        asked.add(JSON.readTree(exchange.getRequestBody()));
        answer(exchange, "{\"code\":200000,\"info\":\"execute success\",\"instances\":" + instances + "}");
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(exchange.getRequestURI().getPath().contains("absent") ? 404 : 200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private static String text(JsonNode question, String field) {
        return new String(Base64.getDecoder().decode(question.path(field).asText()), UTF_8);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
