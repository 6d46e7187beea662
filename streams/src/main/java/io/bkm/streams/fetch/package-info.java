/** The HTTP/1.1 scrape client. */
@NullMarked
package io.bkm.streams.fetch;

import org.jspecify.annotations.NullMarked;
