package io.bkm.streams.fetch;

import io.bkm.streams.fetch.FetchResult.Reason;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of a response's status line and headers that a scrape needs (RFC 9112).
 *
 * @param contentLength -1 when there is none; none counts when the body is chunked
 * @param keepAlive whether the connection can be used again after the body
 * @param contentEncoding lower case, "" when there is none
 */
record ResponseHead(
        int status,
        boolean keepAlive,
        long contentLength,
        boolean chunked,
        String contentEncoding,
        String contentType,
        @Nullable String location) {

    /** Interim answers (100, 103) before the real one; Go allows as many. */
    private static final int MAX_INTERIM = 5;

    /** Reads the next head that is not an interim one; nothing of the body. */
    static ResponseHead read(WireInput wire, int maxSize) throws IOException, FetchFailure {
        for (int i = 0; i <= MAX_INTERIM; i++) {
            var head = new Parser(wire, maxSize).parse();
            if (head.status >= 200) {
                return head;
            }
            if (head.status == 101) {
                throw malformed("it switches protocols");
            }
        }
        throw malformed("more than " + MAX_INTERIM + " interim responses");
    }

    boolean hasBody() {
        return status != 204 && status != 304;
    }

    boolean isRedirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static FetchFailure malformed(String what) {
        return new FetchFailure(Reason.CONNECTION, "not an HTTP/1.1 response: " + what);
    }

    private static final class Parser {

        private final WireInput wire;
        private final int maxSize;
        private int left;
        private int status;
        private boolean http11;
        private boolean close;
        private boolean keepAlive;
        private long contentLength = -1;
        private String transferEncoding = "";
        private String contentEncoding = "";
        private @Nullable String contentType;
        private @Nullable String location;

        Parser(WireInput wire, int maxSize) {
            this.wire = wire;
            this.maxSize = maxSize;
            this.left = maxSize;
        }

        ResponseHead parse() throws IOException, FetchFailure {
            statusLine(next());
            for (var line = next(); line.length() > 0; line = next()) {
                header(line);
            }
            // HTTP/1.0 knows no transfer encoding (RFC 9112, 6.1).
            boolean encoded = http11 && !transferEncoding.isEmpty();
            if (encoded && !transferEncoding.equalsIgnoreCase("chunked")) {
                throw new FetchFailure(
                        Reason.BODY, "transfer encoding \"" + transferEncoding + "\" (expected: chunked)");
            }
            return new ResponseHead(
                    status,
                    !close && (http11 || keepAlive),
                    encoded ? -1 : contentLength,
                    encoded,
                    contentEncoding,
                    contentType == null ? "" : contentType,
                    location);
        }

        private Line next() throws IOException, FetchFailure {
            int read = wire.nextLine();
            if (read == 0) {
                throw new IOException("the connection ended");
            }
            left -= read;
            if (read < 0 || left < 0) {
                throw new FetchFailure(
                        Reason.CONNECTION, "response head larger than " + maxSize + " bytes (bkm.fetch.max-head-size)");
            }
            return wire.line();
        }

        /** {@code HTTP/1.1 200 OK}; the reason phrase may be missing. */
        private void statusLine(Line line) throws FetchFailure {
            if (line.length() < 12 || !line.startsWithIgnoringCase("http/1.") || line.at(8) != ' ') {
                throw malformed("no status line");
            }
            http11 = line.at(7) != '0';
            for (int i = 9; i < 12; i++) {
                if (line.at(i) < '0' || line.at(i) > '9') {
                    throw malformed("no status code");
                }
                status = status * 10 + line.at(i) - '0';
            }
            if (status < 100 || (line.length() > 12 && line.at(12) != ' ')) {
                throw malformed("no status code");
            }
        }

        private void header(Line line) throws FetchFailure {
            if (line.at(0) == ' ' || line.at(0) == '\t') {
                return; // a folded line: obsolete, and none of the headers below is long enough to be folded
            }
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw malformed("a header without a colon");
            }
            // The first byte tells most headers apart from those that matter.
            switch (line.at(0)) {
                case 'c', 'C' -> contentHeader(line, colon + 1);
                case 't', 'T' -> {
                    if (line.startsWithIgnoringCase("transfer-encoding:")) {
                        transferEncoding = join(transferEncoding, line.from(colon + 1));
                    }
                }
                case 'l', 'L' -> {
                    if (location == null && line.startsWithIgnoringCase("location:")) {
                        location = line.from(colon + 1);
                    }
                }
                default -> {}
            }
        }

        private void contentHeader(Line line, int value) throws FetchFailure {
            if (line.startsWithIgnoringCase("content-length:")) {
                contentLength(line.from(value));
            } else if (line.startsWithIgnoringCase("content-encoding:")) {
                contentEncoding = join(contentEncoding, line.from(value).toLowerCase(Locale.ROOT));
            } else if (line.startsWithIgnoringCase("content-type:")) {
                contentType = contentType == null ? line.from(value) : contentType;
            } else if (line.startsWithIgnoringCase("connection:")) {
                for (var token : line.from(value).toLowerCase(Locale.ROOT).split(",", -1)) {
                    close |= token.strip().equals("close");
                    keepAlive |= token.strip().equals("keep-alive");
                }
            }
        }

        /** Two that differ would let the next response begin in the middle of this one. */
        private void contentLength(String text) throws FetchFailure {
            boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || text.length() > 18) {
                throw new FetchFailure(Reason.BODY, "content length \"" + text + "\" (expected: a number)");
            }
            long length = Long.parseLong(text);
            if (contentLength >= 0 && contentLength != length) {
                throw new FetchFailure(Reason.BODY, "content lengths " + contentLength + " and " + length);
            }
            contentLength = length;
        }

        private static String join(String before, String value) {
            return before.isEmpty() ? value : before + ", " + value;
        }
    }
}
