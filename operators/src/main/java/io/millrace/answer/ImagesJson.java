package io.millrace.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.answer.Request.Shown;
import io.millrace.document.json.Json;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.RejectedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code images} of a request: a list of objects, each with a {@code url}, or with a {@code mediaType} and
 * {@code data} in base64. Messages repeat none of it.
 */
final class ImagesJson {
    /** Characters of base64 for three bytes. */
    private static final int PER_THREE_BYTES = 4;

    private ImagesJson() {}

    /**
     * The images; none where there is no such field.
     *
     * @throws RejectedException when the request isn't one that images can be shown with, or they aren't such
     */
    static List<Shown> read(JsonReader request, Request.Type type) {
        JsonNode json = request.value("images");
        if (json == null) {
            return List.of();
        }
        if (type != Request.Type.ASK) {
            throw new RejectedException(
                    "not-for-" + type.wireName(),
                    "'images' can't be given for %s: they are looked at by the chat model that answers (type ask)"
                            .formatted(type.wireName()));
        }
        if (request.value("questions") != null) {
            throw new RejectedException(
                    "not-for-batches", "'images' can't be given beside 'questions', each of which stands by itself");
        }
        if (!json.isArray() || json.isEmpty() || json.size() > RequestLimits.MAX_IMAGES) {
            throw new RejectedException(
                    "invalid-images",
                    "'images' must be a list of 1 to %d objects, got %s"
                            .formatted(
                                    RequestLimits.MAX_IMAGES,
                                    json.isArray() ? json.size() + " of them" : Json.typeName(json)));
        }
        List<Shown> images = new ArrayList<>();
        long bytes = 0;
        for (JsonNode each : json) {
            Shown image = image(each, "images[%d]".formatted(images.size()));
            bytes += image.data() == null ? 0 : image.data().length() / PER_THREE_BYTES * 3L;
            images.add(image);
        }
        if (bytes > RequestLimits.MAX_IMAGE_BYTES) {
            throw new RejectedException(
                    "images-too-large",
                    "'images' must have at most %d bytes together, got about %d: give a 'url' instead"
                            .formatted(RequestLimits.MAX_IMAGE_BYTES, bytes));
        }
        return List.copyOf(images);
    }

    private static Shown image(JsonNode json, String path) {
        if (!json.isObject()) {
            throw JsonReader.wrongType(path, "an object", json);
        }
        String url = text(json, path, "url");
        String mediaType = text(json, path, "mediaType");
        String data = text(json, path, "data");
        if ((url == null) == (mediaType == null && data == null) || (mediaType == null) != (data == null)) {
            throw new RejectedException(
                    "invalid-image",
                    "'%s' must have either a 'url', or a 'mediaType' and 'data' in base64".formatted(path));
        }
        try {
            return new Shown(mediaType, data, url);
        } catch (IllegalArgumentException e) {
            throw new RejectedException("invalid-image", "'%s': %s".formatted(path, e.getMessage()));
        }
    }

    private static @Nullable String text(JsonNode image, String path, String field) {
        JsonNode value = image.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw JsonReader.wrongType(path + "." + field, "a string", value);
        }
        return value.textValue();
    }
}
