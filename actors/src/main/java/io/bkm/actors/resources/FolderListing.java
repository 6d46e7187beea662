package io.bkm.actors.resources;

import io.bkm.actors.resources.Resources.Problem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of manifests in a folder at one moment.
 *
 * @param files by path relative to the folder, in the order of these
 * @param unreadable folders, relative too, of whose files nothing is known now: "" for all, else with a final slash
 */
record FolderListing(SortedMap<String, Entry> files, List<String> unreadable, List<Problem> problems) {

    private static final Set<String> EXTENSIONS = Set.of("yaml", "yml", "json");

    /** What tells that a file has changed. */
    record Entry(
            Path path,
            long size,
            FileTime modified,
            @Nullable Object fileKey) {

        static Entry of(Path path, BasicFileAttributes attributes) {
            return new Entry(path, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    /** Whether a file that is not listed may be there nonetheless. */
    boolean mayHide(String file) {
        return unreadable.stream().anyMatch(file::startsWith);
    }

    /**
     * Lists a folder and the folders in it, or a single file. Names that begin with a dot are left out: editors put their
     * drafts there and Kubernetes the versions of a mounted ConfigMap. Links are followed.
     *
     * @param onFolder called for each folder before it is read, so that no change between the two is missed
     */
    static FolderListing of(Path root, Consumer<Path> onFolder) {
        var listing = new FolderListing(new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
        try {
            var attributes = Files.readAttributes(root, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                listing.folder(root, "", onFolder, new HashSet<>());
            } else {
                listing.files.put(name(root), Entry.of(root, attributes));
            }
        } catch (IOException e) {
            listing.hidden("", root.toString(), e);
        }
        return listing;
    }

    private void folder(Path folder, String prefix, Consumer<Path> onFolder, Set<Object> above) throws IOException {
        var identity = folder.toRealPath();
        if (!above.add(identity)) {
            throw new FileSystemLoopException(folder.toString());
        }
        onFolder.accept(folder);
        try (var children =
                Files.newDirectoryStream(folder, child -> !name(child).startsWith("."))) {
            for (var child : children) {
                child(child, prefix, onFolder, above);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } finally {
            above.remove(identity);
        }
    }

    private void child(Path child, String prefix, Consumer<Path> onFolder, Set<Object> above) {
        var name = prefix + name(child);
        try {
            var attributes = Files.readAttributes(child, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                folder(child, name + "/", onFolder, above);
            } else if (attributes.isRegularFile() && isManifest(name)) {
                files.put(name, Entry.of(child, attributes));
            }
        } catch (NoSuchFileException gone) {
            // removed since the folder was read, or a link to nothing
        } catch (IOException e) {
            hidden(isManifest(name) ? name : name + "/", name, e);
        }
    }

    private void hidden(String prefix, String where, IOException e) {
        unreadable.add(prefix);
        problems.add(ManifestParser.problem(where, reason(e)));
    }

    static String reason(IOException e) {
        return e instanceof NoSuchFileException
                ? "absent (expected: a folder or file of manifests)"
                : "unreadable: " + e.getClass().getSimpleName();
    }

    private static boolean isManifest(String name) {
        return EXTENSIONS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
