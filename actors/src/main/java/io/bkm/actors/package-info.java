/** The control path. */
@NullMarked
package io.bkm.actors;

import org.jspecify.annotations.NullMarked;
