/** The heap, and the settings that take a share of it. */
@NullMarked
package io.bkm.streams.memory;

import org.jspecify.annotations.NullMarked;
