package io.millrace.chunk;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.List;

/**
 * About how many tokens a text has, by OpenAI's vocabulary {@code o200k_base}: for models whose makers publish
 * none for Java. Theirs are of a like size. Safe for use by many threads.
 */
public final class EstimatedTokens {
    /** Of a limit, what is left free where tokens are estimated. */
    private static final int RESERVE_PERCENT = 10;

    private static final Encoding ENCODING = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);

    /** What looks like a special token counts as the text that it is. */
    public static final TokenCounter COUNTER = ENCODING::countTokensOrdinary;

    private EstimatedTokens() {}

    /** The sum over some texts. */
    public static long of(List<String> texts) {
        return texts.stream().mapToLong(COUNTER::count).sum();
    }

    /** So many estimated tokens are within a limit, but for texts of an unusual kind. */
    public static int within(int limit) {
        return Math.max(1, (int) ((long) limit * (100 - RESERVE_PERCENT) / 100));
    }
}
