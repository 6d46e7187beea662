package io.bkm.streams.targets;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a request proves who it is from. {@code toString} never shows a secret. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Credentials.Basic.class, name = "basic"),
    @JsonSubTypes.Type(value = Credentials.Header.class, name = "header"),
    @JsonSubTypes.Type(value = Credentials.HeaderFile.class, name = "headerFile"),
    @JsonSubTypes.Type(value = Credentials.OAuth2.class, name = "oauth2")
})
public sealed interface Credentials {

    /** Everything that tells these credentials from others, secrets included: for hashing only. */
    String secretText();

    record Basic(String username, String password) implements Credentials {
        @Override
        public String secretText() {
            return "basic:" + username.length() + ":" + username + password;
        }

        @Override
        public String toString() {
            return "Basic[username=" + username + "]";
        }
    }

    /** {@code Authorization: <scheme> <credentials>}. */
    record Header(String scheme, String credentials) implements Credentials {
        @Override
        public String secretText() {
            return "header:" + scheme + " " + credentials;
        }

        @Override
        public String toString() {
            return "Header[scheme=" + scheme + "]";
        }
    }

    /** As {@link Header}, with the credentials read, trimmed, from a file at each scrape. */
    record HeaderFile(String scheme, String path) implements Credentials {
        @Override
        public String secretText() {
            return "file:" + scheme + " " + path;
        }
    }

    /** Client credentials grant; the token is kept until it expires. */
    record OAuth2(
            String tokenUrl,
            String clientId,
            String clientSecret,
            List<String> scopes,
            Map<String, String> endpointParams,
            @Nullable TlsSettings tls)
            implements Credentials {

        public OAuth2 {
            scopes = List.copyOf(scopes);
            endpointParams = Map.copyOf(endpointParams);
        }

        @Override
        public String secretText() {
            return String.join(
                    "\n",
                    "oauth2",
                    tokenUrl,
                    clientId,
                    clientSecret,
                    String.join(" ", scopes),
                    new java.util.TreeMap<>(endpointParams).toString(),
                    tls == null ? "" : tls.secretText());
        }

        @Override
        public String toString() {
            return "OAuth2[clientId=" + clientId + ", tokenUrl=" + tokenUrl + "]";
        }
    }
}
