package io.millrace.answer.kept;

import org.jspecify.annotations.Nullable;

/**
 * A conversation. Two tenants' of one id are two.
 *
 * @param tenant whose it is, or null
 * @param id as requests name it, not empty
 */
public record Conversation(@Nullable String tenant, String id) {
    public Conversation {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a conversation has an id, got an empty one");
        }
    }
}
