package io.bkm.actors.resources.kubernetes;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An etcd and a kube-apiserver on free ports of loopback, as the scripts that built them start them. Their folder is
 * {@code $BKM_KUBERNETES}, else {@code ~/.cache/bkm/kubernetes}.
 */
public final class RealKubernetes implements AutoCloseable {

    public static final String ADMIN = "admin-token";
    /** Belongs to a user without any right. */
    public static final String NOBODY = "nobody-token";

    private static final Duration START = Duration.ofMinutes(3);

    private final Path binaries;
    private final Path folder;
    private final int etcdPort = freePort();
    private final int peerPort = freePort();
    private final int port = freePort();
    private final Process etcd;
    private Process apiServer;

    private RealKubernetes(Path binaries, Path folder) throws IOException {
        this.binaries = binaries;
        this.folder = folder;
        Files.writeString(folder.resolve("service-account.key"), rsaKey());
        Files.writeString(
                folder.resolve("tokens.csv"),
                ADMIN + ",admin,admin,\"system:masters\"\n" + NOBODY + ",nobody,nobody\n");
        etcd = startEtcd();
        apiServer = startApiServer();
        awaitReady();
    }

    /** Where they are, if they are. */
    public static Optional<Path> binaries() {
        return program("etcd").isPresent() && program("kube-apiserver").isPresent()
                ? Optional.of(programs())
                : Optional.empty();
    }

    /** One of those that are built in the same folder, if it is there. */
    public static Optional<Path> program(String name) {
        return Optional.of(programs().resolve(name)).filter(Files::isExecutable);
    }

    private static Path programs() {
        var named = System.getenv("BKM_KUBERNETES");
        return named == null ? Path.of(System.getProperty("user.home"), ".cache", "bkm", "kubernetes") : Path.of(named);
    }

    /** Returns when the API server is ready. Skips the test where there is none, and says what was not tried then. */
    public static RealKubernetes startOrSkip(Path folder, String untried) throws IOException {
        var binaries = binaries();
        assumeTrue(
                binaries.isPresent(),
                "no etcd and kube-apiserver in $BKM_KUBERNETES or ~/.cache/bkm/kubernetes: " + untried);
        return new RealKubernetes(binaries.orElseThrow(), folder);
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
        stop(apiServer);
    }

    /** With the memory of its watches gone. */
    public void restartApiServer() throws IOException {
        stop(apiServer);
        apiServer = startApiServer();
        awaitReady();
    }

    @Override
    public void close() {
        stop(apiServer);
        stop(etcd);
    }

    private Process startEtcd() throws IOException {
        var client = "http://127.0.0.1:" + etcdPort;
        var peer = "http://127.0.0.1:" + peerPort;
        return run(
                "etcd",
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer);
    }

    private Process startApiServer() throws IOException {
        var key = folder.resolve("service-account.key").toString();
        return run(
                "kube-apiserver",
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
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

    private Process run(String name, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(binaries.resolve(name).toString());
        command.addAll(List.of(arguments));
        var log = folder.resolve(name + ".log").toFile();
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
        return process;
    }

    private void awaitReady() {
        try (var client = client()) {
            await().atMost(START)
                    .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                    .until(() -> "ok".equals(client.raw("/readyz")));
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
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

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }
}
