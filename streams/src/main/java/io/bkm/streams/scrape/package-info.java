/** One scrape: fetch once, then per target parse, relabel, limit and encode. */
@NullMarked
package io.bkm.streams.scrape;

import org.jspecify.annotations.NullMarked;
