package io.bkm.streams.fetch;

/** Where a fetch is, for the text of a failure and for its reason. */
enum Stage {
    LOOKUP("looking up the name"),
    CONNECT("connecting"),
    HANDSHAKE("in the TLS handshake"),
    PROXY("waiting for the proxy"),
    TOKEN("getting an OAuth2 token"),
    HEAD("waiting for the response"),
    ROOM("waiting for room to read the response"),
    BODY("reading the body");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
