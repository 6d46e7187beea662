package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Locale;

/**
 * An http or https URL, taken apart for a request. More lenient than {@link java.net.URI}, which refuses the underscores
 * and braces that Prometheus scrapes without complaint.
 *
 * @param host for connecting: lower case, without the brackets of an IPv6 address
 * @param authority for the Host header: without credentials and IPv6 zone, with the port if the URL has one
 * @param target of the request line: path and query, escaped
 * @param userInfo decoded {@code user:password}, "" when there is none
 */
record HttpUrl(boolean tls, String host, int port, String authority, String target, String userInfo) {

    static HttpUrl parse(String url) throws FetchFailure {
        int schemeEnd = url.indexOf("://");
        var scheme = schemeEnd < 0 ? "" : url.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid("scheme \"" + scheme + "\" (expected: http or https)");
        }
        boolean tls = scheme.equals("https");
        int authorityStart = schemeEnd + 3;
        int authorityEnd = firstOf(url, "/?#", authorityStart);
        var authority = url.substring(authorityStart, authorityEnd);
        int at = authority.lastIndexOf('@');
        var userInfo = at < 0 ? "" : decode(authority.substring(0, at));
        return withAuthority(tls, authority.substring(at + 1), target(url.substring(authorityEnd)), userInfo);
    }

    private static HttpUrl withAuthority(boolean tls, String text, String target, String userInfo) throws FetchFailure {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : firstOf(text, ":", 0);
        var bracketed = text.substring(0, hostEnd);
        var portText = text.substring(hostEnd);
        var host = bracketed.startsWith("[") ? bracketed.substring(1, hostEnd - 1) : bracketed;
        if (host.isEmpty() || !isPrintable(text)) {
            throw invalid("no host");
        }
        int port = tls ? 443 : 80;
        if (portText.length() > 1) {
            port = parsePort(portText);
        }
        int zone = bracketed.indexOf("%");
        var named = bracketed.startsWith("[") && zone > 0 ? bracketed.substring(0, zone) + "]" : bracketed;
        return new HttpUrl(
                tls,
                host.replace("%25", "%").toLowerCase(Locale.ROOT),
                port,
                portText.length() > 1 ? named + portText : named,
                target,
                userInfo);
    }

    /** What a Location header of an answer from here means (RFC 3986, 5.2). */
    HttpUrl resolve(String location) throws FetchFailure {
        int colon = location.indexOf(':');
        if (colon > 0 && firstOf(location, "/?#", 0) > colon) {
            return parse(location);
        }
        if (location.startsWith("//")) {
            return parse((tls ? "https:" : "http:") + location);
        }
        var path = target.substring(0, firstOf(target, "?", 0));
        var reference = location.substring(0, firstOf(location, "#", 0));
        if (reference.isEmpty()) {
            return this;
        }
        if (reference.startsWith("?")) {
            return withTarget(path + reference);
        }
        var whole = reference.startsWith("/") ? reference : path.substring(0, path.lastIndexOf('/') + 1) + reference;
        int query = firstOf(whole, "?", 0);
        return withTarget(withoutDots(whole.substring(0, query)) + whole.substring(query));
    }

    /** {@code host:port}, for people and for CONNECT. */
    String hostAndPort() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Without user info, path and query: they may hold credentials. */
    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + hostAndPort();
    }

    private HttpUrl withTarget(String next) {
        return new HttpUrl(tls, host, port, authority, target(next), userInfo);
    }

    private static int parsePort(String portText) throws FetchFailure {
        try {
            int port = Integer.parseInt(portText, 1, portText.length(), 10);
            if (portText.charAt(0) == ':' && port > 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw invalid("port \"" + portText.substring(1) + "\" (expected: 1 to 65535)");
        }
        throw invalid("port \"" + portText.substring(1) + "\" (expected: 1 to 65535)");
    }

    /** What must not stand in a request line is escaped; what is escaped already stays as it is. */
    private static String target(String pathAndQuery) {
        var text = pathAndQuery.substring(0, firstOf(pathAndQuery, "#", 0));
        var escaped = new StringBuilder(text.startsWith("/") ? "" : "/");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && "\"<>\\^`{|}".indexOf(b) < 0) {
                escaped.append((char) b);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return escaped.toString();
    }

    private static String withoutDots(String path) {
        var kept = new ArrayDeque<String>();
        var segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            switch (segments[i]) {
                case "." -> {
                    if (last) {
                        kept.addLast("");
                    }
                }
                case ".." -> {
                    kept.pollLast();
                    if (last) {
                        kept.addLast("");
                    }
                }
                default -> kept.addLast(segments[i]);
            }
        }
        return "/" + String.join("/", kept);
    }

    private static String decode(String userInfo) throws FetchFailure {
        try {
            return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("user info that cannot be decoded");
        }
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    private static int firstOf(String text, String characters, int from) {
        for (int i = from; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    private static FetchFailure invalid(String what) {
        return new FetchFailure(Reason.CONNECTION, "URL with " + what);
    }
}
