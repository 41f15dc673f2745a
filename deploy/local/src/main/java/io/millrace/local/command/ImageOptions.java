package io.millrace.local.command;

import static io.millrace.local.command.RetrievalOptions.require;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a chat model is to look at with a question. */
final class ImageOptions {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    @Option(
            names = "--image",
            paramLabel = "FILE|URL",
            description = "A PNG or JPEG that the chat model looks at with the question; may be given several times.")
    private List<String> images = List.of();

    /** Adds them to a request. */
    void describe(ObjectNode request) throws IOException {
        if (images.isEmpty()) {
            return;
        }
        ArrayNode list = request.putArray("images");
        for (String image : images) {
            if (image.matches("(?i)https?://.*")) {
                list.addObject().put("url", image);
                continue;
            }
            byte[] bytes = read(image);
            String type = type(bytes);
            require(type != null, "--image must be a PNG or JPEG, or an http or https address, got %s", image);
            list.addObject()
                    .put("mediaType", type)
                    .put("data", Base64.getEncoder().encodeToString(bytes));
        }
    }

    private static byte[] read(String file) throws IOException {
        Path path;
        try {
            path = Path.of(file);
        } catch (InvalidPathException e) {
            throw new UsageException("--image must be a file, or an http or https address, got " + file);
        }
        require(Files.isRegularFile(path), "--image must be a file, or an http or https address, got %s", file);
        return Files.readAllBytes(path);
    }

    private static @Nullable String type(byte[] bytes) {
        return begins(bytes, PNG) ? "image/png" : begins(bytes, JPEG) ? "image/jpeg" : null;
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        return bytes.length > with.length && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }
}
