package io.bkm.actors.sd.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bkm.actors.sd.Discovery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLookupTest {

    @TempDir
    private Path folder;

    @Test
    void readsJsonAndYamlByWildcardsInTheLastElement() throws IOException, LookupFailure {
        write("a.json", "[{\"targets\":[\"a:1\"]}]");
        write("b.yml", "- targets: ['b:1']\n  labels: {env: prod}\n");
        write("c.txt", "nothing");

        var lookup = lookup(folder + "/*.json", folder + "/b.yml", folder + "/absent.yaml", "/nowhere/*.json");

        assertThat(lookup.parts()).containsExactly(folder + "/a.json", folder + "/b.yml");
        var group = lookup.look(folder + "/b.yml").getFirst();
        assertThat(group.source()).isEqualTo(folder + "/b.yml:0");
        assertThat(group.labels().toMap())
                .containsEntry("env", "prod")
                .containsEntry("__meta_filepath", folder + "/b.yml");
    }

    @Test
    void aFileIsBracesAndAll() throws IOException, LookupFailure {
        write("x{1,2}.json", "[]");
        write("x1.json", "[]");

        assertThat(lookup(folder + "/x{*.json").parts()).containsExactly(folder + "/x{1,2}.json");
    }

    @Test
    void namesTheBrokenFile() throws IOException {
        write("a.json", "[");

        assertThatThrownBy(() -> lookup(folder + "/a.json").look(folder + "/a.json"))
                .hasMessage(folder + "/a.json: no JSON at line 1, column 2 (expected: a list of target groups)");
    }

    @Test
    void readsNoMoreThanTheBound() throws IOException {
        write("a.json", "[" + " ".repeat(2000) + "]");

        assertThatThrownBy(() -> lookup(folder + "/a.json").look(folder + "/a.json"))
                .hasMessage(folder + "/a.json: more than 1000 bytes (expected: at most bkm.discovery.max-answer-size)");
    }

    private FileLookup lookup(String... patterns) {
        return new FileLookup(
                new Discovery.File(List.of(patterns), Duration.ofMinutes(5)),
                SdSettingsTest.settings("max-answer-size = 1000"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
