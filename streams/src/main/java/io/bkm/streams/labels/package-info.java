/** Label sets: sorted, immutable. */
@NullMarked
package io.bkm.streams.labels;

import org.jspecify.annotations.NullMarked;
