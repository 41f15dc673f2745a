package io.millrace.connector.openai;

import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What OpenAI and its likes mean by their codes. */
record OpenAiErrors(Vendor vendor) implements ErrorRules {
    private static final String QUOTA = "insufficient-quota";

    /** Codes of an account without money or without leave, whichever status they come with. */
    private static final Set<String> NO_BALANCE =
            Set.of(QUOTA, "billing-hard-limit-reached", "billing-not-active", "insufficient-balance", "arrearage");

    /** Codes of a model that isn't there; some servers send them with 400. */
    private static final Set<String> NO_MODEL = Set.of("model-not-found", "invalid-model", "unknown-model");

    /** Azure says it in words where its headers don't. */
    private static final Pattern WAIT = Pattern.compile("(?i)retry after (\\d{1,6}) (milli)?seconds?");

    /** As long as Alibaba's rates take to pass, by its documentation. */
    private static final Duration RATE_PAUSE = Duration.ofMinutes(1);

    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        String code = body.kebab("");
        if (code.equals(QUOTA) && vendor.quotaIsRate()) {
            return Verdict.BUSY;
        }
        if (NO_BALANCE.contains(code)) {
            return Verdict.NO_BALANCE;
        }
        boolean refused = ErrorRules.usual(status) == Verdict.INPUT_REFUSED;
        return refused && NO_MODEL.contains(code) ? Verdict.NO_MODEL : null;
    }

    @Override
    public @Nullable Duration pause(int status, ErrorBody body) {
        Matcher wait = WAIT.matcher(body.message());
        if (wait.find()) {
            long number = Long.parseLong(wait.group(1));
            return wait.group(2) == null ? Duration.ofSeconds(number) : Duration.ofMillis(number);
        }
        return vendor.quotaIsRate() && status == 429 ? RATE_PAUSE : null;
    }
}
