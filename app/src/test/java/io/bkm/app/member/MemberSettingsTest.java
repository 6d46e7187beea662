package io.bkm.app.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberSettingsTest {

    @Test
    void everyKeyIsAComponent() {
        var components = Arrays.stream(MemberSettings.class.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .toList();

        assertThat(ConfigFactory.load().getObject("bkm.member").keySet())
                .containsExactlyInAnyOrderElementsOf(components);
    }

    @Test
    void namesEnvironmentVariablesInTheUsersSettings() {
        var config = MemberRuntime.config(ConfigFactory.parseString("bkm.member.http-host = ${HOME}"));

        assertThat(MemberSettings.from(config).httpHost()).isEqualTo(System.getenv("HOME"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "roles = [scraper]            | bkm.member.roles: scraper (expected: of operator, daemonset, statefulset, event)",
                "roles = []                   | bkm.member.roles: [] (expected: at least one role)",
                "node = \"\"                  | bkm.member.node: \"\" (expected: the node's name, for a daemonset member)",
                "contact-points = [nowhere]   | bkm.member.contact-points: nowhere (expected: host:port)",
                "discovery = dns              | bkm.member.discovery: dns (expected: config or kubernetes)",
                "discovery = kubernetes, contact-point-selector = \"\" | bkm.member.contact-point-selector: \"\" (expected: labels of the statefulset pods, as a=b,c=d)",
                "required-contact-points = 0  | bkm.member.required-contact-points: 0 (expected: > 0)",
                "source = consul              | bkm.member.source: consul (expected: manifests or kubernetes)",
                "manifests = []               | bkm.member.manifests: [] (expected: a folder, for an operator member)"
            })
    void namesTheValueThatCannotWork(String line, String message) {
        var config = ConfigFactory.parseString("bkm.member { " + line + " }").withFallback(ConfigFactory.load());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MemberSettings.from(config))
                .withMessage(message);
    }
}
