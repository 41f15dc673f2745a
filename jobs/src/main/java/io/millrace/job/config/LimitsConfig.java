package io.millrace.job.config;

import io.millrace.answer.TenantLimits;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a tenant may take. */
public record LimitsConfig(
        @Setting(
                min = "1",
                doc = "Requests of a tenant that are answered at once; without it, any number. One more is answered as"
                        + " `rejected`, with the code `too-many-requests`. Requests without a tenant count together, as for"
                        + " the other limits.")
        @Nullable
        Integer concurrentRequests,

        @Setting(
                min = "1",
                doc =
                        "Tokens that the embedding model and the chat model may read and write for a request; without it, any"
                                + " number. A request that may need more is answered as `rejected`, with the code"
                                + " `too-many-tokens`.")
        @Nullable
        Long tokensPerRequest,

        @Setting(
                min = "1",
                doc =
                        "Tokens that models may read and write for a tenant in a day (UTC); without it, any number. A request"
                                + " that may need more than are left is answered as `rejected`, with the code `tokens-used-up`.")
        @Nullable
        Long tokensPerDay)
        implements Serializable {

    /** As the engine takes them. */
    public TenantLimits toLimits() {
        return new TenantLimits(concurrentRequests, tokensPerRequest, tokensPerDay);
    }
}
