/** The sharded endpoint entities and their assignment. */
@NullMarked
package io.bkm.actors.endpoints;

import org.jspecify.annotations.NullMarked;
