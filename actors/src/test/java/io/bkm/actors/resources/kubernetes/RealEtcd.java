package io.bkm.actors.resources.kubernetes;

import java.io.IOException;
import java.nio.file.Path;

/** An etcd on free ports of loopback. */
public final class RealEtcd implements AutoCloseable {

    static final String PROGRAM = "etcd";

    private final String url = "http://127.0.0.1:" + RealProgram.freePort();
    private final Process process;

    RealEtcd(Path folder) throws IOException {
        var peer = "http://127.0.0.1:" + RealProgram.freePort();
        process = RealProgram.start(
                folder,
                PROGRAM,
                "--data-dir=" + folder.resolve("etcd"),
                "--unsafe-no-fsync",
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer);
    }

    /** Returns before it answers. Skips the test where there is none, and says what was not tried then. */
    public static RealEtcd startOrSkip(Path folder, String untried) throws IOException {
        var _ = RealProgram.orSkip(PROGRAM, untried);
        return new RealEtcd(folder);
    }

    /** Of its clients. */
    public String url() {
        return url;
    }

    @Override
    public void close() {
        RealProgram.stop(process);
    }
}
