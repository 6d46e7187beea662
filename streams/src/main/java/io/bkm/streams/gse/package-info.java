/** The GSE agent's protocol: packets, frames, the sink and a stand-in agent. */
@NullMarked
package io.bkm.streams.gse;

import org.jspecify.annotations.NullMarked;
