/** Secrets in the format of bkmonitor-operator, for workers and tools that still read them. */
@NullMarked
package io.bkm.actors.mirror;

import org.jspecify.annotations.NullMarked;
