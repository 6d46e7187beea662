/** Tells on a monitor itself what became of it: a condition in its status, or an Event where its kind has no status. */
@NullMarked
package io.bkm.actors.status;

import org.jspecify.annotations.NullMarked;
