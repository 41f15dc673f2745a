package io.millrace.connector.openai;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import io.millrace.chunk.TokenCounter;
import java.util.List;

/**
 * Counts tokens with OpenAI's own vocabularies. For other models of a compatible server it is an estimate. Safe for use
 * by many threads: an encoding holds no state, and each vocabulary is loaded once, when first asked for.
 */
final class BytePairCounter implements TokenCounter {
    /** Chat models older than the {@code o200k} vocabulary. */
    private static final List<String> CL100K_CHAT = List.of("gpt-3.5", "gpt-4-");

    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    private final Encoding encoding;

    private BytePairCounter(EncodingType type) {
        this.encoding = REGISTRY.getEncoding(type);
    }

    /** The vocabulary of every OpenAI embedding model, {@code cl100k_base}. */
    static BytePairCounter ofEmbeddings() {
        return new BytePairCounter(EncodingType.CL100K_BASE);
    }

    static BytePairCounter ofChat(String model) {
        boolean older = model.equals("gpt-4") || CL100K_CHAT.stream().anyMatch(model::startsWith);
        return new BytePairCounter(older ? EncodingType.CL100K_BASE : EncodingType.O200K_BASE);
    }

    /** Text that looks like a special token, such as {@code <|endoftext|>}, counts as the text that it is. */
    @Override
    public int count(String text) {
        return encoding.countTokensOrdinary(text);
    }

    /** The sum over some texts. */
    long count(List<String> texts) {
        return texts.stream().mapToLong(this::count).sum();
    }
}
