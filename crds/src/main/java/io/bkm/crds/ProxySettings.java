package io.bkm.crds;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The proxy between us and a target. */
public interface ProxySettings {

    @Nullable
    String proxyUrl();

    /** Comma-separated hosts, domains and CIDRs that are reached without the proxy. */
    @Nullable
    String noProxy();

    @Nullable
    Boolean proxyFromEnvironment();

    /** Headers of the CONNECT request, each with the Secret keys that hold its values. */
    Map<String, List<SecretKeySelector>> proxyConnectHeader();
}
