/** Our own metrics as an exposition. */
@NullMarked
package io.bkm.app.metrics;

import org.jspecify.annotations.NullMarked;
