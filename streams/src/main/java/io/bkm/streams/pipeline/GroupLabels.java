package io.bkm.streams.pipeline;

import io.bkm.streams.labels.Labels;

/**
 * The dimensions that every sample of a target gets, rendered once: each as {@code "name":"value",} and as
 * {@code "exported_name":"value",}, which it is called where the sample has a label of that name
 * (specs/bkmonitor-operator.md 9.9).
 */
final class GroupLabels {

    /** No further dimensions. */
    static final byte[] NONE = new byte[0];

    private final Labels labels;
    private final byte[] plain;
    private final int[] plainStarts;
    private final byte[] exported;
    private final int[] exportedStarts;

    GroupLabels(Labels labels) {
        this.labels = labels;
        int size = labels.size();
        plainStarts = new int[size + 1];
        exportedStarts = new int[size + 1];
        var plainText = new JsonBuffer(256);
        var exportedText = new JsonBuffer(256);
        for (int i = 0; i < size; i++) {
            member(plainText, labels.name(i), labels.value(i));
            plainStarts[i + 1] = plainText.length();
            member(exportedText, exportedName(i), labels.value(i));
            exportedStarts[i + 1] = exportedText.length();
        }
        plain = plainText.copy(0);
        exported = exportedText.copy(0);
    }

    /** Writes {@code "name":"value",}. */
    static void member(JsonBuffer out, String name, String value) {
        out.string(name);
        out.put(':');
        out.string(value);
        out.put(',');
    }

    Labels labels() {
        return labels;
    }

    int size() {
        return labels.size();
    }

    String name(int index) {
        return labels.name(index);
    }

    String value(int index) {
        return labels.value(index);
    }

    String exportedName(int index) {
        return "exported_" + labels.name(index);
    }

    /** Writes {@code count} labels from {@code first} on. */
    void write(JsonBuffer out, int first, int count) {
        int from = plainStarts[first];
        out.put(plain, from, plainStarts[first + count] - from);
    }

    void writeExported(JsonBuffer out, int index) {
        int from = exportedStarts[index];
        out.put(exported, from, exportedStarts[index + 1] - from);
    }
}
