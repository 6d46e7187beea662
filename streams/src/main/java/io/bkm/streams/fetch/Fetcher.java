package io.bkm.streams.fetch;

import io.bkm.streams.targets.Endpoint;

/** Gets the bodies of endpoints. */
public interface Fetcher extends AutoCloseable {

    /** What is kept for one endpoint between its fetches. Does no I/O. */
    EndpointClient open(Endpoint endpoint);

    @Override
    void close();

    /** One at an endpoint; one thread at a time fetches. */
    interface EndpointClient extends AutoCloseable {

        /**
         * One GET, from the connect to the last byte within the endpoint's timeout. Blocks: call it on a virtual
         * thread.
         *
         * @param maxBodySize bytes, before and after decompression
         * @param room entered when the target begins to answer; its buffer holds the decompressed body when the result is
         *     {@link FetchResult.Fetched}
         */
        FetchResult fetch(long maxBodySize, AnswerRoom room);

        /** Ends the connection, and a fetch that is under way; from any thread. */
        @Override
        void close();
    }
}
