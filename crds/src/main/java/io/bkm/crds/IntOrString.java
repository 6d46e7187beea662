package io.bkm.crds;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A port by number or by name: {@code 8080} and {@code "8080"} are different things. */
public sealed interface IntOrString {

    record Int(int value) implements IntOrString {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    record Text(String value) implements IntOrString {
        @Override
        public String toString() {
            return value;
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static IntOrString of(int value) {
        return new Int(value);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static IntOrString of(String value) {
        return new Text(value);
    }
}
