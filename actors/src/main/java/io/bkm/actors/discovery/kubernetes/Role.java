package io.bkm.actors.discovery.kubernetes;

import java.util.Locale;
import java.util.Optional;

/** Which kind of object is discovered, as in Prometheus' {@code kubernetes_sd_configs}. */
public enum Role {
    POD,
    SERVICE,
    ENDPOINTS,
    ENDPOINTSLICE,
    NODE,
    INGRESS;

    /** As Prometheus writes it and as the meta labels of the object's metadata begin: {@code endpointslice}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether {@code attach_metadata} may ask for the node: pods and what leads to them have one. */
    public boolean mayAttachNode() {
        return switch (this) {
            case POD, ENDPOINTS, ENDPOINTSLICE -> true;
            case SERVICE, NODE, INGRESS -> false;
        };
    }

    /** Of Prometheus' or prometheus-operator's spelling ({@code endpointslice}, {@code EndpointSlice}). */
    public static Optional<Role> of(String text) {
        for (var role : values()) {
            if (role.text().equalsIgnoreCase(text)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
