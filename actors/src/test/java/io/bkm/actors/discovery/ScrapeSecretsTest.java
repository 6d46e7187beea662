package io.bkm.actors.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bkm.actors.resources.Resources;
import io.bkm.actors.sd.PromSdSettings;
import io.bkm.actors.sd.PromSdSettings.SecretRef;
import io.bkm.actors.sd.ScrapeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeSecretsTest {

    @TempDir
    private Path folder;

    private final ScrapeSecrets byName = secrets(new SecretRef("infra", "a", ""));

    @Test
    void findsSecretsByNameAndByLabels() throws IOException {
        write(secret("infra", "a", "f", "[]") + secret("infra", "b", "f", "[]") + secret("shop", "c", "f", "[]"));

        assertThat(files(byName.apply(read()))).containsExactly("infra/a/f");
        assertThat(files(secrets(new SecretRef("infra", "", "scrapes=yes")).apply(read())))
                .containsExactly("infra/a/f", "infra/b/f");
        assertThat(files(secrets(new SecretRef("", "", "scrapes=yes")).apply(read())))
                .hasSize(3);
        assertThat(files(secrets(new SecretRef("", "", "scrapes=no")).apply(read())))
                .isEmpty();
    }

    @Test
    void aBrokenFileKeepsItsLastGoodState() throws IOException {
        write(secret("infra", "a", "f", "- job_name: one"));
        var before = byName.apply(read()).external().scrapeFiles().getFirst();
        write(secret("infra", "a", "f", "- job_name: [password"));

        var resources = byName.apply(read());

        assertThat(resources.external().scrapeFiles().getFirst()).isSameAs(before);
        assertThat(resources.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("f");
            assertThat(problem.name()).isEqualTo("a");
            assertThat(problem.reason())
                    .startsWith("no YAML, line ")
                    .endsWith(" (expected: a list of scrape configs)")
                    .doesNotContain("password");
        });
    }

    @Test
    void aFileThatStaysIsTheSameInstance() throws IOException {
        write(secret("infra", "a", "f", "- job_name: one"));

        var first = byName.apply(read()).external().scrapeFiles().getFirst();

        assertThat(byName.apply(read()).external().scrapeFiles().getFirst()).isSameAs(first);
    }

    @Test
    void whatIsGoneTakesItsJobsAlong() throws IOException {
        write(secret("infra", "a", "f", "- job_name: one"));
        var _ = byName.apply(read());
        write("");

        var resources = byName.apply(read());

        assertThat(resources.external().scrapeFiles()).isEmpty();
        assertThat(resources.problems())
                .containsExactly(new Resources.Problem(
                        "bkm.prom-sd.secrets", "Secret", "infra", "a", "absent (expected: it exists)"));
    }

    @Test
    void showsNoContent() throws IOException {
        write(secret("infra", "a", "f", "- bearer_token: secret"));

        assertThat(byName.apply(read()).external().scrapeFiles().getFirst().toString())
                .isEqualTo("ScrapeFile[infra/a/f, 1 jobs]");
    }

    private static ScrapeSecrets secrets(SecretRef ref) {
        return new ScrapeSecrets(new PromSdSettings(List.of(ref), List.of("*"), List.of()));
    }

    private static List<String> files(Resources resources) {
        return resources.external().scrapeFiles().stream()
                .map((ScrapeFile file) -> file.namespace() + "/" + file.name())
                .toList();
    }

    private static String secret(String namespace, String name, String file, String text) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: { namespace: %s, name: %s, labels: { scrapes: "yes" } }
                stringData:
                  %s: "%s"
                ---
                """.formatted(namespace, name, file, text);
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("all.yaml"), text);
    }

    private Resources read() {
        return Manifests.read(folder);
    }
}
