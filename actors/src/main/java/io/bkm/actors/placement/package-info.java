/** Which shard owns an endpoint and which member hosts the shard. */
@NullMarked
package io.bkm.actors.placement;

import org.jspecify.annotations.NullMarked;
