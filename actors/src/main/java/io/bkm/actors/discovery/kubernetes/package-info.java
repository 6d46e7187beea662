/**
 * Kubernetes objects in, target groups with Prometheus' meta labels out; the six roles of its Kubernetes discovery.
 *
 * <p>The labels are those of Prometheus 3.5 ({@code discovery/kubernetes/*.go}), and what later versions add to them or
 * mend: {@code attach_metadata} of namespace, deployment, job and cronjob (3.6 to 3.11); {@code node_condition_*} (3.12);
 * no targets of a dual-stack service's second address family (3.11); the addresses that a load balancer was given
 * (after 3.12). Not taken over: role pod with {@code attach_metadata.node} loses pods whose node is unknown, and takes
 * selectors of nodes for that, which prometheus-operator refuses.
 */
@NullMarked
package io.bkm.actors.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
