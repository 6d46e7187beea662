package io.bkm.streams.fetch;

import java.time.Duration;

/** How one fetch went. A failed one is an ordinary result, not an exception. */
public sealed interface FetchResult {

    /** From the request to the last byte of the body, or to the failure. */
    Duration took();

    /**
     * The answer was 200 and its body is whole.
     *
     * @param contentType as the header had it, "" when there was none
     * @param wireBytes of the body as it travelled, compressed
     */
    record Fetched(String contentType, long wireBytes, Duration took) implements FetchResult {}

    /** @param detail for people: names host and port and what was expected; never a credential */
    record Failed(Reason reason, String detail, Duration took) implements FetchResult {}

    /** Why there is no body. */
    enum Reason {
        /** The endpoint's timeout ran out after the connect. */
        TIMEOUT,
        CONNECT_TIMEOUT,
        REFUSED,
        /** Any other failure before the body, an answer that is not HTTP among them. */
        CONNECTION,
        DNS,
        TLS,
        /** A credential could not be had: a file not read, a token not given. */
        CREDENTIALS,
        HTTP_STATUS,
        /** The body broke off, or is not in the form its head announced. */
        BODY,
        BODY_SIZE_LIMIT,
        /** The target has begun to answer, and there was no room to read it until the timeout. */
        BUSY,
        /** The client was closed meanwhile. */
        CANCELLED
    }
}
