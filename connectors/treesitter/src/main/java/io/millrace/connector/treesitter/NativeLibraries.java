package io.millrace.connector.treesitter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.treesitter.TSLanguage;
import org.treesitter.TSParser;

/**
 * Tree-sitter's native libraries, loaded once for this class loader, from files of its own that are deleted as soon as
 * they are loaded: its own loader would leave a copy of each behind until the process ends.
 */
final class NativeLibraries {
    /** Tree-sitter looks here for its libraries first. */
    private static final String DIRECTORY_PROPERTY = "tree-sitter-lib";

    /** An interned string is one object in all class loaders, and so are the system properties that it guards. */
    private static final Object PROCESS_LOCK = "io.millrace.connector.treesitter: loading libraries".intern();

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibraries.class);
    private static final Set<String> LOADED = new HashSet<>();

    private NativeLibraries() {}

    /**
     * A handle to a language, to be closed.
     *
     * @throws LinkageError where its library doesn't run on this platform
     */
    static TSLanguage open(Grammar grammar) {
        return load(grammar.library(), grammar.open());
    }

    /** Whether Tree-sitter itself runs on this platform. */
    static boolean areUsable() {
        try {
            load("tree-sitter", TSParser::new).close();
            return true;
        } catch (LinkageError | RuntimeException e) {
            LOG.warn(
                    "Tree-sitter doesn't run on {} {}: code is cut by indentation and blank lines",
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"),
                    e);
            return false;
        }
    }

    private static <T> T load(String library, Supplier<T> first) {
        synchronized (LOADED) {
            if (LOADED.contains(library)) {
                return first.get();
            }
            T loaded = loadFromScratch(library, first);
            LOADED.add(library);
            return loaded;
        }
    }

    private static <T> T loadFromScratch(String library, Supplier<T> first) {
        synchronized (PROCESS_LOCK) {
            String file = "lib/" + fileName(library);
            // Whoever set the property has libraries of their own.
            if (System.getProperty(DIRECTORY_PROPERTY) != null) {
                return first.get();
            }
            try (var scratch = new ScratchDirectory();
                    InputStream content = TSParser.class.getResourceAsStream("/" + file)) {
                if (content == null) {
                    throw new UnsatisfiedLinkError(file + " is not on the class path");
                }
                Path copy = scratch.path().resolve(file);
                Files.createDirectories(scratch.path().resolve("lib"));
                Files.copy(content, copy);
                System.setProperty(DIRECTORY_PROPERTY, scratch.path().toString());
                return first.get();
            } catch (IOException e) {
                throw new UncheckedIOException(library + " can't be written to a temporary file", e);
            } finally {
                System.clearProperty(DIRECTORY_PROPERTY);
            }
        }
    }

    /** As Tree-sitter names a library's file for this platform. */
    private static String fileName(String library) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String processor = machine.equals("amd64") || machine.equals("x86_64") ? "x86_64" : machine;
        if (system.contains("windows")) {
            return processor + "-windows-" + library + ".dll";
        }
        return system.contains("mac")
                ? processor + "-macos-" + library + ".dylib"
                : processor + "-linux-gnu-" + library + ".so";
    }
}
