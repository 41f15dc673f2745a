package io.millrace.connector.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.failure.FatalException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A directory that holds a model, as the Hugging Face hub lays it out: {@code model.onnx} (or {@code onnx/model.onnx}),
 * {@code tokenizer.json}, and the configuration files of the Python library, each of which may be missing. What is wrong
 * with it is a {@link FatalException} that names the file and the key.
 *
 * @param root the directory, absolute
 * @param key the configuration key that gives it
 */
record ModelDirectory(Path root, String key) {
    private static final List<String> NETWORKS = List.of("model.onnx", "onnx/model.onnx");
    private static final String TOKENIZER = "tokenizer.json";
    private static final String LFS_POINTER = "version https://git-lfs";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The directory of a path.
     *
     * @throws FatalException when there is none
     */
    static ModelDirectory at(String given, String key) {
        Path root;
        try {
            root = Path.of(given).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw refusal("directory-missing", "'%s' is no path: %s".formatted(given, e.getReason()), key, e);
        }
        if (!Files.isDirectory(root)) {
            throw refusal(
                    "directory-missing",
                    "There is no directory '%s'%s"
                            .formatted(root, given.contains("://") ? "; it must be of this machine's file system" : ""),
                    key,
                    null);
        }
        return new ModelDirectory(root, key);
    }

    /**
     * The ONNX file.
     *
     * @param given its path within the directory, or null for where it usually is
     */
    Path network(@Nullable String given) {
        List<String> candidates = given == null ? NETWORKS : List.of(given);
        for (String candidate : candidates) {
            Path file = root.resolve(candidate);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        throw refusal(
                "model-missing",
                "The directory '%s' has no %s".formatted(root, String.join(" and no ", candidates)),
                null);
    }

    /** What the ONNX file says of its network; that and the weights beside it are whole as far as their lengths tell. */
    Network describe(Path file) {
        try {
            Network network = Network.of(file);
            for (Map.Entry<String, Long> weights : network.external().entrySet()) {
                Path beside = file.resolveSibling(weights.getKey());
                if (!Files.isRegularFile(beside)) {
                    throw refusal("model-missing", "'%s' needs '%s' beside it".formatted(file, weights.getKey()), null);
                }
                if (Files.size(beside) < weights.getValue()) {
                    throw cutOff(
                            beside,
                            "%d bytes where %d are needed".formatted(Files.size(beside), weights.getValue()),
                            null);
                }
            }
            return network;
        } catch (EOFException e) {
            throw isPointer(file) ? pointer(file) : cutOff(file, e.getMessage(), e);
        } catch (IOException e) {
            throw isPointer(file)
                    ? pointer(file)
                    : refusal("model-load", "'%s' is no ONNX model: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** The tokenizer's file, and what of it is read here. */
    TokenizerFile tokenizer() {
        Path file = root.resolve(TOKENIZER);
        if (!Files.isRegularFile(file)) {
            throw refusal(
                    "tokenizer",
                    "The directory '%s' has no %s; the Python library's save_pretrained of a fast tokenizer writes it"
                            .formatted(root, TOKENIZER),
                    null);
        }
        try {
            TokenizerFile tokenizer = TokenizerFile.of(file);
            String kind = tokenizer.kind();
            if (kind != null && !TokenizerFile.KINDS.contains(kind)) {
                throw refusal(
                        "model-unsupported",
                        "'%s' is a tokenizer of the kind '%s', and only %s are known"
                                .formatted(file, kind, String.join(", ", TokenizerFile.KINDS)),
                        null);
            }
            return tokenizer;
        } catch (JsonProcessingException e) {
            throw isPointer(file) ? pointer(file) : cutOff(file, e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** What a configuration file says; of one that isn't there, nothing. */
    JsonNode json(String name) {
        Path file = root.resolve(name);
        if (!Files.exists(file)) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw refusal("model-configuration", "'%s' is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    FatalException unreadable(Path file, IOException e) {
        return refusal("model-unreadable", "'%s' can't be read: %s".formatted(file, e), e);
    }

    FatalException refusal(String code, String problem, @Nullable Throwable cause) {
        return refusal(code, problem, key, cause);
    }

    private FatalException cutOff(Path file, @Nullable String how, @Nullable Throwable cause) {
        return refusal("model-incomplete", "'%s' isn't whole: %s. Copy it again".formatted(file, how), cause);
    }

    private FatalException pointer(Path file) {
        return refusal(
                "model-incomplete",
                "'%s' is a pointer of Git LFS and not the file: run 'git lfs pull'".formatted(file),
                null);
    }

    private static boolean isPointer(Path file) {
        try (var content = Files.newInputStream(file)) {
            byte[] start = content.readNBytes(LFS_POINTER.length());
            return new String(start, StandardCharsets.US_ASCII).equals(LFS_POINTER);
        } catch (IOException e) {
            return false;
        }
    }

    private static FatalException refusal(String code, String problem, String key, @Nullable Throwable cause) {
        return new FatalException(
                code,
                problem + " (" + key + "). The machine that submits the job and every TaskManager need the directory",
                cause);
    }
}
