/** Reading the exposition formats. */
@NullMarked
package io.bkm.streams.exposition;

import org.jspecify.annotations.NullMarked;
