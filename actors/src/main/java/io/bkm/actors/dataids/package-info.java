/** BlueKing's DataIDs: which data channel the samples of a monitor go to. */
@NullMarked
package io.bkm.actors.dataids;

import org.jspecify.annotations.NullMarked;
