/** Where resources come from: a folder of manifests or the Kubernetes API. */
@NullMarked
package io.bkm.actors.resources;

import org.jspecify.annotations.NullMarked;
