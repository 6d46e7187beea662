/** A member: its configuration, its life in the cluster, and what it can tell of the others. */
@NullMarked
package io.bkm.actors.cluster;

import org.jspecify.annotations.NullMarked;
