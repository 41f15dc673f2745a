package io.millrace.answer;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant may take; requests without a tenant are taken together, as one more. Null is no limit.
 *
 * @param concurrentRequests that are answered at once
 * @param tokensPerRequest that the embedding model and the chat model may read and write for one request
 * @param tokensPerDay that models may read and write, in a day of UTC
 */
public record TenantLimits(
        @Nullable Integer concurrentRequests,
        @Nullable Long tokensPerRequest,
        @Nullable Long tokensPerDay) implements Serializable {
    /** Everything goes. */
    public static final TenantLimits NONE = new TenantLimits(null, null, null);

    public TenantLimits {
        requirePositive("concurrentRequests", concurrentRequests);
        requirePositive("tokensPerRequest", tokensPerRequest);
        requirePositive("tokensPerDay", tokensPerDay);
    }

    /** Whether something is to be known of a tenant's other requests: then one subtask has them all. */
    public boolean countTogether() {
        return concurrentRequests != null || tokensPerDay != null;
    }

    private static void requirePositive(String name, @Nullable Number limit) {
        if (limit != null && limit.longValue() < 1) {
            throw new IllegalArgumentException("%s must be at least 1, got %s".formatted(name, limit));
        }
    }
}
