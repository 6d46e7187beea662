/** The custom resources as records: what users write. */
@NullMarked
package io.bkm.crds;

import org.jspecify.annotations.NullMarked;
