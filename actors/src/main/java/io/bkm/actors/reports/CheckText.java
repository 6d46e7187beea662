package io.bkm.actors.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Sections of a report for a terminal, as the original's {@code /check} writes them: a mark and a title, a description, a
 * suggestion where there is something to do, and values as indented JSON.
 */
public final class CheckText {

    /** What a section came to. */
    public enum Mark {
        GOOD("√"),
        BAD("x"),
        /** Neither: something to know. */
        NOTE("-");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }
    }

    private static final ObjectWriter JSON = new JsonMapper()
            .writer(new DefaultPrettyPrinter()
                    .withSeparators(Separators.createDefaultInstance()
                            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                            .withObjectEmptySeparator("")
                            .withArrayEmptySeparator(""))
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")));

    private final StringBuilder text = new StringBuilder();

    public static Mark good(boolean holds) {
        return holds ? Mark.GOOD : Mark.BAD;
    }

    /** Begins a section. */
    public CheckText section(Mark mark, String title, String description) {
        text.append("\n[").append(mark.sign).append("] ").append(title);
        text.append("\n- Description: ").append(description).append('\n');
        return this;
    }

    public CheckText suggestion(String what) {
        text.append("- Suggestion: ").append(what).append('\n');
        return this;
    }

    public CheckText line(String line) {
        text.append("* ").append(line).append('\n');
        return this;
    }

    public CheckText value(@Nullable Object value) {
        try {
            text.append(JSON.writeValueAsString(value)).append('\n');
            return this;
        } catch (JsonProcessingException notWritable) {
            throw new IllegalStateException("a value that is no JSON", notWritable);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
