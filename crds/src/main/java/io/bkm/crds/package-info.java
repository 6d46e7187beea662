/**
 * The custom resources as records, their CRDs, and how a manifest becomes one. Field names are those of the CRDs of
 * prometheus-operator 0.85; where two shapes differ only in that one lacks fields, they share a record.
 */
@NullMarked
package io.bkm.crds;

import org.jspecify.annotations.NullMarked;
