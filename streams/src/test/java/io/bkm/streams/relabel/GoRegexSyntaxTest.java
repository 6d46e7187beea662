package io.bkm.streams.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where RE2/J and Go judge a regex differently; what they agree on is RE2/J's own business. */
class GoRegexSyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?P<n>a)(?P<n>b)",
                "(?<n>a)(?P<n>b)",
                "{{2}",
                "a{,5}*",
                "(a{10}){100}",
                "(?:a{500}){2}",
                "((a{1000}){0}){1000}",
                "[a\\]{]{2}",
                "\\Q{{\\E{2}",
                "\\x{1F600}{2}",
                "\\p{Greek}{2}",
                "[[:alpha:]{]{2}",
                "[]{]{2}",
                "[^]{]{2}",
                "a)|(?:b",
                "[a-\\x{1F600}]",
                "(?i)[^a]",
                "(?i)\u0432"
            })
    void takesWhatGoTakes(String regex) {
        assertThat(Regex.problem(regex)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "(a{1000}){1000} invalid",
                "((a{100}){10}){10} invalid",
                "(?:a{500}){3} invalid",
                "(?:(?:a{999})*){1000} invalid",
                "(a{0,1000}){0,1000} invalid",
                "a{1001} invalid",
                "a{1000000000} invalid",
                "a{99999999999999999999} invalid",
                "\\\u00e9 invalid",
                "[\\\u00e9] invalid",
                "a++ invalid",
                "(?=a) invalid",
                "\\C invalid",
                "\\Z invalid",
                "\\1 invalid",
                "( missing",
                ") unexpected",
                "[a missing"
            })
    void refusesWhatGoRefuses(String regex, String word) {
        assertThat(Regex.problem(regex)).startsWith("error parsing regexp: ").contains(word);
    }

    /** RE2/J would look for the way back from U+1C80 to itself for ever. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?i)\u1C80",
                "(?i)\\x{1C85}",
                "(?i)[a-\\x{1F600}]",
                "(?i:[\u0430-\uFFFF])",
                "(?i)\\Q\u1C88\\E",
                "(?i)[+--\u1C80]"
            })
    void refusesToIgnoreTheCaseOfWhatRe2jHangsOn(String regex) {
        assertThat(Regex.problem(regex)).contains("U+1C80");
    }

    @Test
    void refusesWhatWouldTakeAllMemoryOrStack() {
        assertThat(Regex.problem("(".repeat(1000) + "a" + ")".repeat(1000))).contains("nests too deeply");
        assertThat(Regex.problem("(?:a{1000})".repeat(300))).contains("too large");
    }
}
