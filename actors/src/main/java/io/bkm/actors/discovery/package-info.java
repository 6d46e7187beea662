/** Resources in, targets out: a pure function. */
@NullMarked
package io.bkm.actors.discovery;

import org.jspecify.annotations.NullMarked;
