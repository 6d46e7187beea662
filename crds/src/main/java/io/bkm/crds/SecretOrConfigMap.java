package io.bkm.crds;

import org.jspecify.annotations.Nullable;

/** A key of a Secret or of a ConfigMap; not of both. */
public record SecretOrConfigMap(
        @Nullable SecretKeySelector secret, @Nullable ConfigMapKeySelector configMap) {}
