package io.millrace.job.config.bind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration into its root record.
 *
 * @param <T> the root record: a public record whose components are sections
 */
public final class ConfigurationLoader<T extends Record> {
    private final Class<T> root;
    private final Map<String, String> environment;

    /** A loader that fills in {@code ${NAME}} from the environment given. */
    public ConfigurationLoader(Class<T> root, Map<String, String> environment) {
        this.root = root;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads a file, then writes the overrides ({@code KEY=VALUE}) over it.
     *
     * @throws ConfigurationException with everything that is wrong with it
     */
    public T load(Path file, List<String> overrides) {
        String subject = "Configuration " + file;
        String text = content(file, subject);
        return read(subject, String.valueOf(file.getFileName()), text, overrides, true);
    }

    /**
     * Reads text, then writes the overrides ({@code KEY=VALUE}) over it. The text may be empty.
     *
     * @throws ConfigurationException with everything that is wrong with it
     */
    public T parse(String yaml, List<String> overrides) {
        return read("Configuration", "configuration", yaml, overrides, false);
    }

    private T read(String subject, String source, String text, List<String> overrides, boolean required) {
        var problems = new Problems();
        Node.Mapping tree = mapping(new YamlTree(source, problems).read(text), source, required, problems);
        if (tree == null) {
            throw problems.exception(subject);
        }
        new Overrides(root, problems).apply(overrides, tree);
        Object bound = new Binder(root, new Placeholders(environment, problems), problems).bind(tree);
        if (bound == null || problems.count() > 0) {
            throw problems.exception(subject);
        }
        return root.cast(bound);
    }

    // Null when there is nothing to go on with; the problem has been noted then.
    private static Node.@Nullable Mapping mapping(
            @Nullable Node node, String source, boolean required, Problems problems) {
        if (node instanceof Node.Mapping mapping) {
            return mapping;
        }
        boolean nothing = node == null || (node instanceof Node.Scalar scalar && scalar.text() == null);
        if (nothing && !required && problems.count() == 0) {
            return new Node.Mapping(source, new LinkedHashMap<>());
        }
        if (nothing && problems.count() == 0) {
            problems.add(
                    source,
                    null,
                    "It is empty; it must hold sections of settings, such as 'qdrant:' (see docs/configuration.md)");
        } else if (node != null && !(node instanceof Node.Broken)) {
            problems.add(
                    node.where(),
                    null,
                    "It must be a mapping of sections of settings, such as 'qdrant:', got " + node.kind());
        }
        return null;
    }

    private static String content(Path file, String subject) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            } catch (CharacterCodingException e) {
                throw refused(subject, "It isn't UTF-8: the byte at %d can't be read".formatted(buffer.position()));
            }
        } catch (NoSuchFileException e) {
            throw refused(subject, "There is no such file");
        } catch (IOException e) {
            throw refused(
                    subject, Files.isDirectory(file) ? "It is a directory, not a file" : "It can't be read: " + e);
        }
    }

    private static ConfigurationException refused(String subject, String message) {
        return new ConfigurationException(subject, List.of(new ConfigurationProblem(null, null, message)));
    }
}
