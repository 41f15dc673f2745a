package io.millrace.picture;

import io.millrace.answer.ChatModel;
import io.millrace.usage.Price;
import java.io.Serializable;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How pictures become text.
 *
 * @param model opens the chat model that describes them
 * @param modelName its provider's and its own name, as it is counted by
 * @param price what it costs, or null when that isn't known
 * @param maxOutputTokens tokens that a description may have
 */
public record PictureSettings(
        SerializableSupplier<ChatModel> model,
        String modelName,
        @Nullable Price price,
        int maxOutputTokens) implements Serializable {
    /** Changes whenever the same model may be asked for another description. */
    public static final String VERSION = "pictures 1";
}
