/**
 * The HTTP/1.1 scrape client. {@link io.bkm.streams.fetch.HttpFetcher} is the way in; alone it is used like this:
 *
 * <pre>{@code
 * var settings = FetchSettings.from(config);
 * var buffers = settings.createBuffers();
 * try (var fetcher = HttpFetcher.create(settings, buffers);
 *         var client = fetcher.open(endpoint);
 *         var body = buffers.tryTake(0)) {
 *     switch (client.fetch(maxBodySize, body)) {
 *         case FetchResult.Fetched fetched -> …  // body.array(), up to body.length()
 *         case FetchResult.Failed failed -> …
 *     }
 * }
 * }</pre>
 *
 * <p>It asks as Prometheus does and follows Go's client in redirects and proxies. Deliberately left out: HTTP/2, which
 * gains nothing with one resource per host; encodings but gzip; SOCKS proxies; cookies; and bkmonitorbeat's
 * {@code X-BK-AGENT} header.
 */
@NullMarked
package io.bkm.streams.fetch;

import org.jspecify.annotations.NullMarked;
