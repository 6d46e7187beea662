/** Relabeling, exactly as Prometheus does it. */
@NullMarked
package io.bkm.streams.relabel;

import org.jspecify.annotations.NullMarked;
