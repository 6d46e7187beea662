package io.bkm.actors.resources;

import io.bkm.actors.resources.FolderListing.Entry;
import io.bkm.actors.resources.ManifestParser.Parsed;
import io.bkm.actors.resources.Resources.Problem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A folder of manifests as it was last believed, one look after the other.
 *
 * <p>A change is believed at the second look that sees the same: files are written by halves, and editors move a file
 * away before they put the new one in its place. The first look of all believes what it sees, for there is nothing to
 * lose.
 */
final class ManifestFiles {

    private final Path root;
    private final ManifestSettings settings;
    private final TreeMap<String, Known> known = new TreeMap<>();

    private List<Problem> listingProblems = List.of();
    private @Nullable Resources last;
    private boolean changed;
    private boolean settled;

    ManifestFiles(Path root, ManifestSettings settings) {
        this.root = root;
        this.settings = settings;
    }

    /**
     * What a look came to.
     *
     * @param resources null where they are the same as before
     * @param settled false where something has changed that only another look will believe
     */
    record Look(@Nullable Resources resources, boolean settled) {}

    /**
     * A file.
     *
     * @param read as it was when its manifest was read
     * @param seen as the last look found it; null when it found none
     */
    private record Known(@Nullable Entry read, @Nullable Entry seen, long checksum, Manifest manifest) {

        static final Known NEW = new Known(null, null, 0, Manifest.EMPTY);

        Known seen(@Nullable Entry entry) {
            return new Known(read, entry, checksum, manifest);
        }

        Known read(Entry entry, long newChecksum, Manifest newManifest) {
            return new Known(entry, entry, newChecksum, newManifest);
        }
    }

    /**
     * Looks at all files.
     *
     * @param thorough whether to read also those whose size and time are the same
     * @param onFolder called for each folder before it is read
     */
    Look look(boolean thorough, Consumer<Path> onFolder) {
        var listing = FolderListing.of(root, onFolder);
        changed = false;
        settled = true;
        long total = 0;
        for (var file : listing.files().entrySet()) {
            var before = known.getOrDefault(file.getKey(), Known.NEW);
            total += file.getValue().size();
            known.put(file.getKey(), look(file.getKey(), file.getValue(), before, thorough, total));
        }
        known.entrySet()
                .removeIf(entry -> !listing.files().containsKey(entry.getKey())
                        && !listing.mayHide(entry.getKey())
                        && isGone(entry.getValue()));
        known.replaceAll(
                (name, file) -> listing.files().containsKey(name) || listing.mayHide(name) ? file : file.seen(null));
        if (last == null || (settled && !listing.problems().equals(listingProblems))) {
            listingProblems = List.copyOf(listing.problems());
            changed = true;
        }
        return new Look(changed ? publish() : null, settled);
    }

    private Known look(String name, Entry entry, Known before, boolean thorough, long total) {
        boolean same = entry.equals(before.read());
        if (same && !thorough) {
            return before.seen(entry);
        }
        if (!same && last != null && !entry.equals(before.seen())) {
            settled = false;
            return before.seen(entry);
        }
        if (total > settings.maxTotalSize()) {
            return changed(
                    before.read(entry, 0, before.manifest().keptDespite(ManifestReader.tooMuch(name, settings))));
        }
        return read(name, entry, before);
    }

    private Known read(String name, Entry entry, Known before) {
        return switch (FileContent.read(entry, settings.maxFileSize())) {
            case FileContent.Gone _ -> {
                settled = false;
                yield before;
            }
            case FileContent.Unusable unusable -> {
                var problem = ManifestParser.problem(name, unusable.reason());
                yield changed(before.read(entry, 0, before.manifest().keptDespite(problem)));
            }
            case FileContent.Text content -> {
                if (!content.stable()) {
                    settled = false;
                    yield before;
                }
                if (before.read() != null && content.checksum() == before.checksum()) {
                    yield before.read(entry, content.checksum(), before.manifest());
                }
                yield changed(before.read(entry, content.checksum(), parse(name, content.text(), before.manifest())));
            }
        };
    }

    private Manifest parse(String name, String text, Manifest before) {
        if (text.isBlank() && !before.objects().isEmpty()) {
            // what most programs do first when they write a file
            return before.keptDespite(
                    ManifestParser.problem(name, "empty (expected: manifests; remove the file to remove its objects)"));
        }
        return switch (ManifestParser.parse(name, text, settings.maxFileSize())) {
            case Parsed.Good good -> good.manifest().after(before);
            case Parsed.Broken broken -> before.keptDespite(broken.problem());
        };
    }

    /** A file is gone when two looks missed it. */
    private boolean isGone(Known file) {
        if (file.seen() == null) {
            changed = true;
            return true;
        }
        settled = false;
        return false;
    }

    private Known changed(Known file) {
        changed = true;
        return file;
    }

    private @Nullable Resources publish() {
        var manifests = new LinkedHashMap<String, Manifest>();
        known.forEach((name, file) -> manifests.put(name, file.manifest()));
        var now = Snapshot.of(manifests, listingProblems);
        if (now.equals(last)) {
            return null;
        }
        last = now;
        return now;
    }
}
