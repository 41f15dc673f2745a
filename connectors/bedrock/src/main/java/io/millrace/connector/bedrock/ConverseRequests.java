package io.millrace.connector.bedrock;

import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.Image;
import io.millrace.failure.RejectedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageFormat;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/**
 * A prompt in the words of the Converse API.
 *
 * @param system empty for none
 * @param inference with a limit of the answer always: what is reserved of a quota hangs on it
 */
record ConverseRequests(
        List<SystemContentBlock> system,
        List<software.amazon.awssdk.services.bedrockruntime.model.Message> messages,
        InferenceConfiguration inference) {

    /** @throws RejectedException when it holds an image that isn't sent along */
    static ConverseRequests of(Prompt prompt, @Nullable Double temperature) {
        InferenceConfiguration.Builder inference =
                InferenceConfiguration.builder().maxTokens(prompt.maxOutputTokens());
        if (temperature != null) {
            inference.temperature(temperature.floatValue());
        }
        return new ConverseRequests(
                prompt.system().isBlank() ? List.of() : List.of(SystemContentBlock.fromText(prompt.system())),
                prompt.messages().stream().map(ConverseRequests::message).toList(),
                inference.build());
    }

    private static software.amazon.awssdk.services.bedrockruntime.model.Message message(Message message) {
        List<ContentBlock> content = new ArrayList<>();
        for (Image image : message.images()) {
            content.add(ContentBlock.fromImage(image(image)));
        }
        // A blank text is refused.
        if (!message.text().isBlank()) {
            content.add(ContentBlock.fromText(message.text()));
        }
        return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
                .role(message.role() == Role.USER ? ConversationRole.USER : ConversationRole.ASSISTANT)
                .content(content)
                .build();
    }

    private static ImageBlock image(Image image) {
        if (image instanceof Image.Inline inline) {
            return ImageBlock.builder()
                    .format(inline.mediaType().equals("image/png") ? ImageFormat.PNG : ImageFormat.JPEG)
                    .source(ImageSource.fromBytes(SdkBytes.fromByteArray(inline.bytes())))
                    .build();
        }
        throw new RejectedException(
                "image-not-inline", "Bedrock fetches no images: send the image's bytes, not its address");
    }
}
