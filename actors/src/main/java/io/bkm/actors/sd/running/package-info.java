/** Asks the discoveries outside of Kubernetes, beside the source of resources. */
@NullMarked
package io.bkm.actors.sd.running;

import org.jspecify.annotations.NullMarked;
