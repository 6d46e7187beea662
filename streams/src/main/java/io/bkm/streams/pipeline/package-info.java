/** From the body of an answer to packets: series found again, values copied, nothing allocated per sample. */
@NullMarked
package io.bkm.streams.pipeline;

import org.jspecify.annotations.NullMarked;
