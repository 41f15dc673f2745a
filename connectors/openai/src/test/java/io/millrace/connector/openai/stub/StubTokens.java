package io.millrace.connector.openai.stub;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/** Counts tokens as OpenAI's embedding models do. */
final class StubTokens {
    private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    private StubTokens() {}

    static int count(String text) {
        return ENCODING.countTokensOrdinary(text);
    }

    /** Four characters to a token, about right for English and next to free. */
    static int estimate(String text) {
        return (text.length() + 3) / 4;
    }
}
