package io.bkm.streams.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CompiledRegexesTest {

    @Test
    void compilesARegexInUseOnce() {
        var regex = Regex.compile("a[b]c");

        assertThat(Regex.compile("a[b]" + "c")).isSameAs(regex);
    }

    @Test
    void remembersNothingOfARegexThatIsWrong() {
        assertThat(Regex.problem("a(((")).isNotNull();
        assertThat(CompiledRegexes.get("a(((")).isNull();
    }
}
