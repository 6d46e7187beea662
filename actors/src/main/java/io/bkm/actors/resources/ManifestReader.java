package io.bkm.actors.resources;

import io.bkm.actors.resources.FolderListing.Entry;
import io.bkm.actors.resources.ManifestParser.Parsed;
import io.bkm.actors.resources.Resources.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads folders and files of manifests once. */
public final class ManifestReader {

    private ManifestReader() {}

    /**
     * Never throws because of what is in the files, nor when they are absent: that is in the problems of the result.
     *
     * @param paths files, and folders with the folders in them; of an object in several the last one counts
     */
    public static Resources read(List<Path> paths, ManifestSettings settings) {
        var manifests = new LinkedHashMap<String, Manifest>();
        var problems = new ArrayList<Problem>();
        long total = 0;
        for (var path : paths) {
            var listing = FolderListing.of(path, _ -> {});
            problems.addAll(listing.problems());
            var prefix = paths.size() == 1
                            || listing.files().values().stream()
                                    .anyMatch(e -> e.path().equals(path))
                    ? ""
                    : path + "/";
            for (var file : listing.files().entrySet()) {
                total += file.getValue().size();
                manifests.put(
                        prefix + file.getKey(),
                        total > settings.maxTotalSize()
                                ? Manifest.EMPTY.keptDespite(tooMuch(prefix + file.getKey(), settings))
                                : read(prefix + file.getKey(), file.getValue(), settings));
            }
        }
        return Snapshot.of(manifests, problems);
    }

    static Problem tooMuch(String file, ManifestSettings settings) {
        return ManifestParser.problem(
                file,
                "not read (expected: all files together <= max-total-size, %d)".formatted(settings.maxTotalSize()));
    }

    private static Manifest read(String name, Entry entry, ManifestSettings settings) {
        return switch (FileContent.read(entry, settings.maxFileSize())) {
            case FileContent.Gone _ -> Manifest.EMPTY;
            case FileContent.Unusable unusable ->
                Manifest.EMPTY.keptDespite(ManifestParser.problem(name, unusable.reason()));
            case FileContent.Text content ->
                switch (ManifestParser.parse(name, content.text(), settings.maxFileSize())) {
                    case Parsed.Good good -> good.manifest();
                    case Parsed.Broken broken -> Manifest.EMPTY.keptDespite(broken.problem());
                };
        };
    }
}
