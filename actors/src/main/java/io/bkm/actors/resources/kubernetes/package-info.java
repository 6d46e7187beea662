/**
 * Resources from the Kubernetes API: one watch for each kind, shared by all monitors, on fabric8's informers. They list in
 * pages, ask for bookmarks, go on from the last resourceVersion after a lost watch and list again after {@code 410 Gone}
 * while what was known stays in use.
 */
@NullMarked
package io.bkm.actors.resources.kubernetes;

import org.jspecify.annotations.NullMarked;
