package io.bkm.streams.scrape;

/**
 * The body of an answer, decompressed. The buffer is borrowed for the length of a call: whoever wants to keep
 * something copies it.
 */
public final class Exposition {

    private final byte[] buffer;
    private final int length;
    private final String contentType;

    /**
     * @param buffer may be longer than the body
     * @param contentType as the header had it, "" when there was none
     */
    public Exposition(byte[] buffer, int length, String contentType) {
        this.buffer = buffer;
        this.length = length;
        this.contentType = contentType;
    }

    public byte[] buffer() {
        return buffer;
    }

    public int length() {
        return length;
    }

    public String contentType() {
        return contentType;
    }
}
