package io.bkm.streams.targets;

/** Names an endpoint: 32 hex digits, a hash of everything that shapes its request. Reveals no credential. */
public record EndpointId(String value) {

    @Override
    public String toString() {
        return value;
    }
}
