package io.bkm.streams.labels;

/** Which label names are valid: Prometheus' {@code name_validation_scheme}. */
public enum NameScheme {
    /** {@code [a-zA-Z_][a-zA-Z0-9_]*}, the rule up to Prometheus 2. */
    LEGACY {
        @Override
        public boolean accepts(String labelName) {
            for (int i = 0; i < labelName.length(); i++) {
                char c = labelName.charAt(i);
                boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
                if (!letter && (i == 0 || c < '0' || c > '9')) {
                    return false;
                }
            }
            return !labelName.isEmpty();
        }
    },
    /** Any text that is not empty and valid UTF-8. */
    UTF8 {
        @Override
        public boolean accepts(String labelName) {
            return !labelName.isEmpty() && Utf8.isValid(labelName);
        }
    };

    public abstract boolean accepts(String labelName);
}
