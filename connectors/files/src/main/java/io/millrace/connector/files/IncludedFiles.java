package io.millrace.connector.files;

import io.millrace.picture.Pictures;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Decides by a file's relative path whether it is read. */
final class IncludedFiles implements Predicate<String> {
    private final List<PathMatcher> forNames;
    private final List<PathMatcher> forPaths;
    private final boolean pictures;

    /**
     * Takes globs; none means every type that the parser may know.
     *
     * @param pictures whether pictures are among those types
     *
     * @throws IllegalArgumentException naming the glob, when one can't be read
     */
    IncludedFiles(List<String> globs, boolean pictures) {
        this.pictures = pictures;
        forNames = globs.stream()
                .filter(glob -> !glob.contains("/"))
                .map(IncludedFiles::matcher)
                .toList();
        forPaths = globs.stream()
                .filter(glob -> glob.contains("/"))
                // Java's "**/" wants one directory at least; people mean "at any depth, or none".
                .flatMap(glob -> glob.startsWith("**/") ? Stream.of(glob, glob.substring(3)) : Stream.of(glob))
                .map(IncludedFiles::matcher)
                .toList();
    }

    @Override
    public boolean test(String relativePath) {
        if (forNames.isEmpty() && forPaths.isEmpty()) {
            return JsonLines.isNameOf(relativePath)
                    || SupportedTypes.mayHold(relativePath)
                    || (pictures && Pictures.isNameOf(relativePath));
        }
        Path path = Path.of(relativePath.toLowerCase(Locale.ROOT));
        Path name = path.getFileName();
        return (name != null && forNames.stream().anyMatch(matcher -> matcher.matches(name)))
                || forPaths.stream().anyMatch(matcher -> matcher.matches(path));
    }

    private static PathMatcher matcher(String glob) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + glob.toLowerCase(Locale.ROOT));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "files.include must hold globs such as *.md or docs/**, got '%s', whose brackets or braces don't match"
                            .formatted(glob),
                    e);
        }
    }
}
