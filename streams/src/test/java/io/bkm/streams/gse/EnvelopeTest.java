package io.bkm.streams.gse;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the recordings of {@link GsePacketConformanceTest} do not show. */
class EnvelopeTest {

    private static final AgentInfo AGENT = new AgentInfo(9, 2, 1, "10.0.0.1", "agent-1", "", "");

    @TempDir
    Path dir;

    @Test
    void escapesAsGoDoes() {
        var json = new StringBuilder();

        Envelope.text(json, "a\"b\\c/<d>&\u2028\u2029\b\f\n\r\t\u0001\u007fé深😀");

        assertThat(json.toString())
                .isEqualTo("\"a\\\"b\\\\c/\\u003cd\\u003e\\u0026\\u2028\\u2029\\b\\f\\n\\r\\t\\u0001\u007fé深😀\"");
    }

    @Test
    void settingsWinOverTheAgent() {
        var host = HostIdentity.of(
                AGENT, settings("cloud-id = 0, host-ip = \"10.9.9.9,10.8.8.8\", host-id = 77, biz-id = 5"), null, "n");

        assertThat(host.cloudId()).isZero();
        assertThat(host.ip()).isEqualTo("10.9.9.9");
        assertThat(host.hostId()).isEqualTo(77);
        assertThat(host.bkBizId()).isEqualTo(5);
        assertThat(host.bizId()).isEqualTo(9);
        assertThat(host.nodeId()).isEqualTo(":");
    }

    @Test
    void theHostIdFileWinsOverSettingsButForTheAddress() throws IOException {
        var file = file("{\"bk_host_id\": 4711, \"bk_cloud_id\": 3, \"bk_host_innerip\": \"10.0.0.77\"}");

        var host = HostIdentity.of(AGENT, settings("cloud-id = 0, host-id = 77"), file, "n");

        assertThat(host.cloudId()).isEqualTo(3);
        assertThat(host.hostId()).isEqualTo(4711);
        assertThat(host.ip()).isEqualTo("10.0.0.1");
        assertThat(host.bkBizId()).as("no association, so the agent's").isEqualTo(2);
        assertThat(host.nodeId()).isEqualTo("3:10.0.0.77");
    }

    @Test
    void theHostIdFileSaysTheAddressWhereNobodyElseDoes() throws IOException {
        var file = file("{\"bk_host_id\": 4711, \"bk_cloud_id\": 3, \"bk_host_innerip\": \"10.0.0.77\"}");

        assertThat(HostIdentity.of(AgentInfo.NONE, settings(""), file, "n").ip())
                .isEqualTo("10.0.0.77");
    }

    @Test
    void listsTheLevelsByTheKeyOfTheirAssociation() throws IOException {
        var file = file("""
                {"associations": {
                  "b": {"bk_biz_id": 3, "bk_set_id": 12, "bk_module_id": 22},
                  "a": {"bk_biz_id": 2, "bk_set_id": 11, "bk_module_id": 21,
                        "layer": {"bk_obj_id": "env", "bk_inst_id": 5,
                                  "child": {"bk_obj_id": "zone", "bk_inst_id": 6}}}}}
                """);

        var json = seal(GsePacket.Type.METRICBEAT, HostIdentity.of(AGENT, settings(""), file, "n"));

        assertThat(json)
                .contains("\"bk_cloud_id\":0,\"bk_cmdb_level\":["
                        + "{\"bk_biz_id\":2,\"bk_module_id\":21,\"bk_set_id\":11,\"env\":5,\"zone\":6},"
                        + "{\"bk_biz_id\":3,\"bk_module_id\":22,\"bk_set_id\":12}],\"bk_host_id\":0");
    }

    @ParameterizedTest
    @CsvSource({"METRICBEAT,true", "STATUS,false", "KUBEEVENT,false"})
    void onlyMetricsHaveATimeOfTheirOwn(GsePacket.Type type, boolean timed) {
        var json = seal(type, HostIdentity.of(AGENT, settings(""), null, "n"));

        assertThat(json.contains("\"time\":7,\"timestamp\":7,\"type\"")).isEqualTo(timed);
        assertThat(json.contains("\"time\"")).isEqualTo(timed);
    }

    @Test
    void thePacketsBusinessIsSentOnlyWhereTheHostsIsUnknown() {
        var unknown = new AgentInfo(0, 0, 0, "10.0.0.1", "", "", "");

        assertThat(seal(GsePacket.Type.STATUS, HostIdentity.of(AGENT, settings(""), null, "n")))
                .contains("\"bk_biz_id\":2,");
        assertThat(seal(GsePacket.Type.STATUS, HostIdentity.of(unknown, settings(""), null, "n")))
                .contains("\"bk_biz_id\":42,");
    }

    private static String seal(GsePacket.Type type, HostIdentity host) {
        var packet = new GsePacket(5, type, 7, 42, ByteString.fromString("{}"), 1);
        return Envelope.seal(packet, host, 1).utf8String();
    }

    private HostIdFile file(String json) throws IOException {
        return HostIdFile.read(Files.writeString(dir.resolve("hostid"), json));
    }

    private static GseSettings settings(String keys) {
        return GseSettings.from(
                ConfigFactory.parseString("bkm.gse { " + keys + " }").withFallback(ConfigFactory.load()));
    }
}
