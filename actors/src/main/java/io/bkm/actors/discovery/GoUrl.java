package io.bkm.actors.discovery;

import java.util.regex.Pattern;

/** What Go's {@code url.Parse} has something against: prometheus-operator checks URLs with it. */
final class GoUrl {

    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern AUTHORITY = Pattern.compile("^(?:[^:/?#]+:)?//([^/?#]*)");
    /** Of ASCII, what {@code shouldEscape} leaves alone in a host. */
    private static final Pattern HOST =
            Pattern.compile("(?:\\[[^\\]]*]|(?:[\\w.~!$&'()*+,;=<>\"-]|%[0-9a-fA-F]{2}|[^\\x00-\\x7F])*)(?::[0-9]*)?");

    private GoUrl() {}

    /** The message leaves out what may be a password. */
    static void check(String url, String field) throws Refusal {
        for (int i = 0; i < url.length(); i++) {
            if (url.charAt(i) < ' ' || url.charAt(i) == 0x7F) {
                throw new Refusal(field, "a control character at " + i, "a URL");
            }
        }
        int colon = url.indexOf(':');
        int slash = url.indexOf('/');
        boolean colonFirst = colon >= 0 && (slash < 0 || colon < slash);
        if (colonFirst && !SCHEME.matcher(url).matches()) {
            throw new Refusal(field, "no scheme before the first ':'", "a URL");
        }
        if (BAD_ESCAPE.matcher(url).find()) {
            throw new Refusal(field, "a '%' without two hex digits", "a URL");
        }
        var authority = AUTHORITY.matcher(url);
        if (authority.find()) {
            var host = authority.group(1).substring(authority.group(1).lastIndexOf('@') + 1);
            if (!HOST.matcher(host).matches()) {
                throw new Refusal(field, "host " + host, "host or host:port");
            }
        }
    }
}
