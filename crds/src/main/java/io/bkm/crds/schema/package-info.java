/** The schemas of custom resources, and what an API server does with an object by them: default, prune, check. */
@NullMarked
package io.bkm.crds.schema;

import org.jspecify.annotations.NullMarked;
