package io.bkm.actors.resources.kubernetes;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;

/** An etcd and a kube-apiserver on free ports of loopback, as the scripts that built them start them. */
public final class RealKubernetes implements AutoCloseable {

    public static final String ADMIN = "admin-token";
    /** Belongs to a user without any right. */
    public static final String NOBODY = "nobody-token";

    private static final String API_SERVER = "kube-apiserver";
    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final int port = RealProgram.freePort();
    private final RealEtcd etcd;
    private final KubernetesClient admin;
    private Process apiServer;

    private RealKubernetes(Path folder) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("service-account.key"), rsaKey());
        Files.writeString(
                folder.resolve("tokens.csv"),
                ADMIN + ",admin,admin,\"system:masters\"\n" + NOBODY + ",nobody,nobody\n");
        etcd = new RealEtcd(folder);
        apiServer = startApiServer();
        admin = client();
        awaitReady();
    }

    /** Returns when the API server is ready. Skips the test where there is none, and says what was not tried then. */
    public static RealKubernetes startOrSkip(Path folder, String untried) throws IOException {
        var _ = RealProgram.orSkip(RealEtcd.PROGRAM, untried);
        var _ = RealProgram.orSkip(API_SERVER, untried);
        return new RealKubernetes(folder);
    }

    public int port() {
        return port;
    }

    /** Of whoever has the token, at a port behind which the API server is. */
    public String kubeconfig(String token, int atPort) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: local, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: user, user: {token: "%s"}}]
                contexts: [{name: local, context: {cluster: local, user: user, namespace: own}}]
                current-context: local
                """.formatted(atPort, token);
    }

    /** Of one who may do everything; closed with this. */
    public KubernetesClient admin() {
        return admin;
    }

    /** Such a one for whoever closes it. */
    public KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(kubeconfig(ADMIN, port)))
                .build();
    }

    /** By which its certificate is signed, as PEM. */
    public String authority() throws IOException {
        var chain = Files.readString(folder.resolve("certs").resolve("apiserver.crt"));
        return chain.substring(chain.lastIndexOf("-----BEGIN"));
    }

    /** Returns when there can be objects of a kind. */
    public static void awaitServed(Resource<CustomResourceDefinition> crd) {
        await().atMost(START).until(() -> isEstablished(crd.get()));
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd.getStatus() != null
                && crd.getStatus().getConditions() != null // in the first moment
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** Until {@link #restartApiServer}. */
    public void stopApiServer() {
        RealProgram.stop(apiServer);
    }

    /** With the memory of its watches gone. */
    public void restartApiServer() throws IOException {
        RealProgram.stop(apiServer);
        apiServer = startApiServer();
        awaitReady();
    }

    @Override
    public void close() {
        admin.close();
        RealProgram.stop(apiServer);
        etcd.close();
    }

    private Process startApiServer() throws IOException {
        var key = folder.resolve("service-account.key").toString();
        return RealProgram.start(
                folder,
                API_SERVER,
                "--etcd-servers=" + etcd.url(),
                "--cert-dir=" + folder.resolve("certs"),
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--service-cluster-ip-range=10.96.0.0/16",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--disable-admission-plugins=ServiceAccount");
    }

    private void awaitReady() {
        await().atMost(START)
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .until(() -> "ok".equals(admin.raw("/readyz")));
    }

    private static String rsaKey() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            var key = generator.generateKeyPair().getPrivate().getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }
}
