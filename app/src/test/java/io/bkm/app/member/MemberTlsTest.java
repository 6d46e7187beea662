package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bkm.actors.endpoints.EndpointTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberTlsTest {

    private static final String PASSWORD = "only in this test";

    @TempDir
    private Path directory;

    @Test
    void everyKeyIsAComponent() {
        var components = Arrays.stream(TlsSettings.class.getRecordComponents())
                .map(component -> component.getName().toLowerCase(Locale.ROOT))
                .toList();

        assertThat(ConfigFactory.load().getObject("bkm.tls").keySet()).containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void saysWhichFileIsMissing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsSettings(true, directory.toString()))
                .withMessage("bkm.tls.directory: %s (expected: a folder with a readable ca.crt)", directory);
    }

    @Test
    void membersMeetOverMutualTls() throws Exception {
        var tls = tls(certificate());
        var manifests = Files.createDirectory(directory.resolve("manifests"));
        int contact = TestMember.freePort();
        var first = TestMember.config(tls, manifests, List.of("operator", "statefulset"), "", contact, contact);
        var second = TestMember.config(tls, manifests, List.of("daemonset"), "node-a", TestMember.freePort(), contact);
        assertThat(first.getString("pekko.remote.artery.transport")).isEqualTo("tls-tcp");
        try (var firstData = DataPath.start(first);
                var secondData = DataPath.start(second);
                var seed = ClusterSide.start(
                        first,
                        MemberSettings.from(first),
                        new EndpointTable(firstData.engine()),
                        firstData.pods(),
                        firstData.extra()::fetch);
                var node = ClusterSide.start(
                        second,
                        MemberSettings.from(second),
                        new EndpointTable(secondData.engine()),
                        secondData.pods(),
                        secondData.extra()::fetch)) {
            await("two members").atMost(Duration.ofMinutes(2)).until(() -> seed.membersUp() == 2 && node.isUp());
        }
    }

    private static Config tls(Path folder) {
        return ConfigFactory.parseMap(Map.of("bkm.tls.enabled", true, "bkm.tls.directory", folder.toString()));
    }

    /** One certificate for all, which is its own authority. */
    private Path certificate() throws IOException, InterruptedException, GeneralSecurityException {
        var folder = Files.createDirectory(directory.resolve("tls"));
        var store = directory.resolve("store.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "member",
                        "-keyalg",
                        "RSA",
                        "-keysize",
                        "2048",
                        "-dname",
                        "CN=bkm",
                        "-ext",
                        "san=dns:bkm",
                        "-ext",
                        "bc:critical=ca:true",
                        "-ext",
                        "eku=clientAuth,serverAuth",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        var said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var certificate = pem("CERTIFICATE", keys.getCertificate("member").getEncoded());
        Files.writeString(folder.resolve("ca.crt"), certificate);
        Files.writeString(folder.resolve("tls.crt"), certificate);
        Files.writeString(
                folder.resolve("tls.key"),
                pem("PRIVATE KEY", keys.getKey("member", PASSWORD.toCharArray()).getEncoded()));
        return folder;
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END " + what + "-----\n";
    }
}
