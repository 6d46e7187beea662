/** The operator singleton: desired state per shard. */
@NullMarked
package io.bkm.actors.operator;

import org.jspecify.annotations.NullMarked;
