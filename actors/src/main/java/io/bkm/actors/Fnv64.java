package io.bkm.actors;

import java.nio.charset.StandardCharsets;

/** FNV-1a of 64 bits, by which the original names and places its tasks (specs/bkmonitor-operator.md 3.8). */
public final class Fnv64 {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fnv64() {}

    /** Of the texts one after the other, in UTF-8. The answer is unsigned. */
    public static long hash(String... texts) {
        long hash = OFFSET;
        for (var text : texts) {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                hash = (hash ^ (b & 0xFF)) * PRIME;
            }
        }
        return hash;
    }
}
