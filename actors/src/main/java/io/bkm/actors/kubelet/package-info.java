/** A Service whose endpoints are the kubelets of all nodes, for monitors to select. */
@NullMarked
package io.bkm.actors.kubelet;

import org.jspecify.annotations.NullMarked;
