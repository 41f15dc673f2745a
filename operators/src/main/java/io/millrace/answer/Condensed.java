package io.millrace.answer;

import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * A question that stands by itself.
 *
 * @param question the question
 * @param usage what the chat model took; none where it wasn't asked
 * @param notice why it wasn't made by the chat model that there is, or null
 */
record Condensed(String question, Usage usage, @Nullable Reason notice) {}
