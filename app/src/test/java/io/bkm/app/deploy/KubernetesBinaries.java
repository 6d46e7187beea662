package io.bkm.app.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder with helm, etcd and kube-apiserver: {@code $BKM_KUBERNETES}, else {@code ~/.cache/bkm/kubernetes}. */
final class KubernetesBinaries {

    private KubernetesBinaries() {}

    static Optional<Path> find(String name) {
        var named = System.getenv("BKM_KUBERNETES");
        var folder = named == null
                ? Path.of(System.getProperty("user.home"), ".cache", "bkm", "kubernetes")
                : Path.of(named);
        return Optional.of(folder.resolve(name)).filter(Files::isExecutable);
    }
}
