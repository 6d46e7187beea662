/** Discoveries outside of Kubernetes, and what they have found, as data. */
@NullMarked
package io.bkm.actors.sd;

import org.jspecify.annotations.NullMarked;
