/**
 * Kubernetes objects in, target groups with Prometheus' meta labels out; the six roles of its Kubernetes discovery.
 *
 * <p>The labels are those of Prometheus 3.5 ({@code discovery/kubernetes/*.go}), and what came later where it only adds
 * to them or where 3.5 finds a target twice: {@code attach_metadata} of namespace, deployment, job and cronjob;
 * {@code node_condition_*}; no targets of a dual-stack service's second address family; the addresses that a load
 * balancer was given; selectors of nodes in role pod. Not taken over: in later versions {@code attach_metadata.node} in role pod drops
 * pods whose node is unknown.
 */
@NullMarked
package io.bkm.actors.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
