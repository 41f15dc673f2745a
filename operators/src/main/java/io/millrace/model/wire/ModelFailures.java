package io.millrace.model.wire;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.model.ModelSettings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of each failure of a model over HTTP whether to wait, to drop the input or to stop: the one place where that is
 * decided, whatever client makes the call. Messages repeat neither the key nor the request's texts, whatever a server
 * quotes.
 */
public final class ModelFailures {
    private final ModelSettings settings;
    private final ServerAddress address;
    private final String model;
    private final boolean keyGiven;
    private final Redaction redaction;
    private final ErrorRules rules;

    /**
     * @param model the model's name, for messages
     * @param keyGiven whether calls bring a key
     * @param rules what the provider means by its statuses and codes
     */
    public ModelFailures(
            ModelSettings settings,
            ServerAddress address,
            String model,
            boolean keyGiven,
            Redaction redaction,
            ErrorRules rules) {
        this.settings = settings;
        this.address = address;
        this.model = model;
        this.keyGiven = keyGiven;
        this.redaction = redaction;
        this.rules = rules;
    }

    /**
     * A reply that isn't a success.
     *
     * @param status its status
     * @param body what the server said
     * @param path where it was asked, for messages, such as {@code /v1/rerank}
     * @param retryAfter how long it asked to be left alone, or null
     * @param texts what the request held, to be kept out of the message
     */
    public ClassifiedException answered(
            int status, ErrorBody body, String path, @Nullable Duration retryAfter, List<String> texts) {
        return answered(status, body, said(body.after(status), body, texts), path, retryAfter);
    }

    /** As above, of words that {@link #said} made. */
    public ClassifiedException answered(
            int status, ErrorBody body, String said, String path, @Nullable Duration retryAfter) {
        Verdict ruled = rules.verdict(status, body);
        return switch (ruled == null ? ErrorRules.usual(status) : ruled) {
            case KEY_REFUSED -> keyRefused(status, body);
            case FORBIDDEN ->
                new FatalException(
                        "forbidden",
                        "%s forbids this call with %s: check what the key of %s may do with model '%s' (%s)"
                                .formatted(
                                        address,
                                        body.after(status),
                                        settings.key("api-key"),
                                        model,
                                        settings.key("model")));
            case NO_BALANCE ->
                new FatalException(
                        "no-balance",
                        "%s has no balance left for the key of %s: %s"
                                .formatted(address, settings.key("api-key"), said));
            case NO_MODEL ->
                new FatalException(
                        "model-not-found",
                        "%s knows no model '%s', or nothing answers at %s: check %s and %s: %s"
                                .formatted(
                                        address, model, path, settings.key("model"), settings.key("base-url"), said));
            case MODEL_UNFIT ->
                new FatalException(
                        "model-unfit",
                        "%s has a model that can't do what '%s' is for: check %s and %s: %s"
                                .formatted(
                                        address,
                                        settings.section(),
                                        settings.key("model"),
                                        settings.key("base-url"),
                                        said));
            case BUSY -> busy(status, body, said, retryAfter);
            case INPUT_REFUSED ->
                new RejectedException(body.kebab("bad-request"), "%s refused the request: %s".formatted(address, said));
            case WRONG_SERVER ->
                new FatalException(
                        "unexpected-status",
                        "%s doesn't answer as a server of provider '%s' does: check %s and %s: %s"
                                .formatted(
                                        address,
                                        settings.provider(),
                                        settings.key("provider"),
                                        settings.key("base-url"),
                                        said));
        };
    }

    /**
     * What a server said, behind a head that says when; without secrets and texts.
     *
     * @param head such as {@code 429 rate_limit_exceeded}
     */
    public String said(String head, ErrorBody body, List<String> texts) {
        String words = redaction.apply(body.message(), texts);
        return words.isEmpty() ? head : head + ": " + words;
    }

    /** A connection that couldn't be made, or broke; {@code words} are made fit to be shown here. */
    public TransientException connectionFailed(String words, List<String> texts, @Nullable Throwable cause) {
        return new TransientException(
                "connection-failed",
                "The connection to %s failed: %s".formatted(address, redaction.apply(words, texts)),
                cause);
    }

    /** No whole answer within {@link ModelSettings#timeout()}. */
    public TransientException timedOut(@Nullable Throwable cause) {
        Duration timeout = settings.timeout();
        String shown = timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
        return new TransientException(
                "timed-out",
                "%s didn't answer within %s (%s)".formatted(address, shown, settings.key("timeout")),
                cause);
    }

    /** A success whose body can't be used: cut off, not JSON, or short of something. */
    public TransientException unreadable(String what) {
        return new TransientException(
                "unreadable-reply", "%s answered with success, but the body %s".formatted(address, what), null);
    }

    /** A reply whose vectors have another dimension than the space. */
    public FatalException wrongDimension(int expected, int found) {
        return new FatalException(
                "dimension-mismatch",
                "%s answered vectors of %d dimensions where %d were expected from model '%s': set %s to %d, or to one that the model can be shortened to"
                        .formatted(address, found, expected, model, settings.key("dimension"), found));
    }

    /** A vector that can't be compared with any other. It is its text's doing, so only that text is refused. */
    public RejectedException notFinite(int input) {
        return new RejectedException(
                "vector-not-finite",
                "%s answered a vector that isn't finite for input %d of the request to model '%s'"
                        .formatted(address, input, model));
    }

    /** A call to a model that is closed. */
    public FatalException closed() {
        return new FatalException("closed", "The model '%s' at %s is closed".formatted(model, address));
    }

    private FatalException keyRefused(int status, ErrorBody body) {
        // Servers quote a wrong key's end, so none of their words are repeated.
        return keyGiven
                ? new FatalException(
                        "api-key-refused",
                        "%s refused the API key with %s: set a valid one in %s"
                                .formatted(address, body.after(status), settings.key("api-key")))
                : new FatalException(
                        "api-key-missing",
                        "%s wants an API key (%s): set one in %s"
                                .formatted(address, body.after(status), settings.key("api-key")));
    }

    private TransientException busy(int status, ErrorBody body, String said, @Nullable Duration header) {
        Duration asked = header == null ? body.retryIn() : header;
        Duration wait = asked == null ? rules.pause(status, body) : asked;
        String code = status == 429 ? "rate-limited" : status == 408 ? "timed-out" : "unavailable";
        return new TransientException(code, "%s can't serve the call now: %s".formatted(address, said), wait, null);
    }
}
