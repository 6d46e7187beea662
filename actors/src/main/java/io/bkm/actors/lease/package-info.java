/** The Lease by which no two operators run at once, and by which each knows that it is newer than those before it. */
@NullMarked
package io.bkm.actors.lease;

import org.jspecify.annotations.NullMarked;
