package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A chat answer in pieces, as OpenAI streams them: the role, a chunk for each word, the reason for which it ended, the
 * usage where it was asked for, and {@code [DONE]}.
 *
 * @param events the data of each
 * @param tokens that were written when each goes, for the latency model
 */
record StubStream(List<String> events, List<Long> tokens) {
    private static final Pattern WORD = Pattern.compile("\\s*\\S+|\\s+$");

    /**
     * The stream of an answer.
     *
     * @param finishReason why it ended
     * @param written tokens of the answer
     * @param usage the last but one event's, or null where none is sent
     */
    static StubStream of(String model, String text, String finishReason, long written, @Nullable ObjectNode usage) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(text); word.find(); ) {
            words.add(word.group());
        }
        Chunks chunks = new Chunks(model, usage != null);
        List<Long> tokens = new ArrayList<>();
        chunks.add(
                null, delta -> delta.put("role", "assistant").put("content", "").putNull("refusal"));
        tokens.add(0L);
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            chunks.add(null, delta -> delta.put("content", word));
            tokens.add(written * (i + 1) / words.size());
        }
        chunks.add(finishReason, delta -> {});
        if (usage != null) {
            chunks.addUsage(usage);
        }
        chunks.events.add("[DONE]");
        while (tokens.size() < chunks.events.size()) {
            tokens.add(written);
        }
        return new StubStream(List.copyOf(chunks.events), List.copyOf(tokens));
    }

    /** Chunks with what all of them hold. */
    private static final class Chunks {
        private final List<String> events = new ArrayList<>();
        private final String model;
        private final boolean counted;

        Chunks(String model, boolean counted) {
            this.model = model;
            this.counted = counted;
        }

        void add(@Nullable String finishReason, Consumer<ObjectNode> content) {
            ObjectNode chunk = chunk();
            ObjectNode choice = chunk.putArray("choices").addObject();
            choice.put("index", 0);
            content.accept(choice.putObject("delta"));
            choice.putNull("logprobs").put("finish_reason", finishReason);
            if (counted) {
                chunk.putNull("usage");
            }
            events.add(chunk.toString());
        }

        void addUsage(ObjectNode usage) {
            ObjectNode chunk = chunk();
            chunk.putArray("choices");
            chunk.set("usage", usage);
            events.add(chunk.toString());
        }

        private ObjectNode chunk() {
            return StubOpenAi.JSON
                    .createObjectNode()
                    .put("id", "chatcmpl-stub")
                    .put("object", "chat.completion.chunk")
                    .put("created", 0)
                    .put("model", model);
        }
    }
}
