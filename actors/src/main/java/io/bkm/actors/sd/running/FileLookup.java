package io.bkm.actors.sd.running;

import io.bkm.actors.sd.Discovery;
import io.bkm.actors.sd.FoundGroup;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** {@code file_sd}: each file that a pattern names. A pattern that names none is no failure, as in Prometheus. */
record FileLookup(Discovery.File discovery, SdSettings settings) implements Lookup {

    @Override
    public List<String> parts() throws LookupFailure {
        var files = new TreeSet<String>();
        for (var pattern : discovery.patterns()) {
            int slash = pattern.lastIndexOf('/');
            var last = pattern.substring(slash + 1);
            if (isLiteral(last)) {
                if (Files.exists(Path.of(pattern))) {
                    files.add(pattern);
                }
            } else {
                list(slash < 0 ? "" : pattern.substring(0, slash + 1), last, files);
            }
        }
        return List.copyOf(files);
    }

    private static boolean isLiteral(String name) {
        return name.chars().noneMatch(c -> "*?[\\".indexOf(c) >= 0);
    }

    private static void list(String folder, String pattern, TreeSet<String> to) throws LookupFailure {
        // Go knows neither {a,b} nor **.
        var glob = pattern.replace("{", "\\{").replace("}", "\\}").replaceAll("\\*+", "*");
        DirectoryStream.Filter<Path> matching;
        try {
            var matcher = Path.of(".").getFileSystem().getPathMatcher("glob:" + glob);
            matching = path -> matcher.matches(path.getFileName());
        } catch (IllegalArgumentException bad) {
            throw new LookupFailure(folder + pattern + " (expected: a path with wildcards)");
        }
        try (var paths = Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder), matching)) {
            paths.forEach(path -> to.add(folder + path.getFileName()));
        } catch (NoSuchFileException | NotDirectoryException none) {
            return;
        } catch (IOException unreadable) {
            throw new LookupFailure(folder + ": " + unreadable.getClass().getSimpleName() + " (expected: a folder)");
        }
    }

    @Override
    public List<FoundGroup> look(String file) throws LookupFailure {
        var path = Path.of(file);
        var reader = new GroupReader(file, "__meta_filepath", file);
        try {
            if (Files.size(path) > settings.maxAnswerSize()) {
                throw new LookupFailure("more than " + settings.maxAnswerSize()
                        + " bytes (expected: at most bkm.discovery.max-answer-size)");
            }
            var bytes = Files.readAllBytes(path);
            return file.toLowerCase(Locale.ROOT).endsWith(".json")
                    ? reader.json(bytes)
                    : reader.yaml(bytes, settings.maxAnswerSize());
        } catch (LookupFailure unreadable) {
            throw new LookupFailure(file + ": " + unreadable.reason());
        } catch (IOException unreadable) {
            throw new LookupFailure(
                    file + ": " + unreadable.getClass().getSimpleName() + " (expected: it can be read)");
        }
    }
}
