/** YAML as Kubernetes reads it. */
@NullMarked
package io.bkm.crds.yaml;

import org.jspecify.annotations.NullMarked;
