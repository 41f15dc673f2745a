package io.millrace.connector.http;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.failure.Unquoted;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.Redaction;
import io.millrace.model.wire.ServerAddress;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Says of each failure whether to wait, to drop the input or to stop. The one place where that is decided for models
 * over HTTP. Messages repeat neither the key nor the request's texts, whatever a server quotes.
 */
final class HttpFailures {
    private final ModelSettings settings;
    private final ServerAddress address;
    private final String model;
    private final boolean keyGiven;
    private final ErrorRules rules;
    private final Redaction redaction;

    HttpFailures(Endpoint endpoint, ErrorRules rules) {
        this.settings = endpoint.settings();
        this.address = endpoint.address();
        this.model = endpoint.model();
        this.keyGiven = endpoint.key().isGiven();
        this.rules = rules;
        this.redaction = new Redaction(endpoint.key().secrets());
    }

    /** A call that brought no reply. */
    ClassifiedException of(Throwable thrown, List<String> texts) {
        Throwable failure = thrown;
        while (failure instanceof CompletionException && failure.getCause() != null) {
            failure = failure.getCause();
        }
        if (failure instanceof HttpTimeoutException) {
            return timedOut();
        }
        if (failure instanceof IOException) {
            return new TransientException(
                    "connection-failed",
                    "The connection to %s failed: %s".formatted(address, words(failure, texts)),
                    // What a server sent in place of HTTP is quoted in the message.
                    Unquoted.of(failure));
        }
        return ClassifiedException.of(failure);
    }

    /** A reply that isn't a success. */
    ClassifiedException answered(HttpReply reply, List<String> texts) {
        int status = reply.status();
        ErrorBody body = reply.error();
        String said = said(status, body, texts);
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
                                        address,
                                        model,
                                        reply.response().request().uri().getPath(),
                                        settings.key("model"),
                                        settings.key("base-url"),
                                        said));
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
            case BUSY -> busy(reply, body, said);
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

    /** A success whose body can't be used: cut off, not JSON, or short of something. */
    TransientException unreadable(String what) {
        return new TransientException(
                "unreadable-reply", "%s answered with success, but the body %s".formatted(address, what), null);
    }

    TransientException timedOut() {
        Duration timeout = settings.timeout();
        String shown = timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
        return new TransientException(
                "timed-out",
                "%s didn't answer within %s (%s)".formatted(address, shown, settings.key("timeout")),
                null);
    }

    FatalException closed() {
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

    private TransientException busy(HttpReply reply, ErrorBody body, String said) {
        int status = reply.status();
        Duration asked = reply.retryAfter();
        @Nullable Duration wait = asked == null ? rules.pause(status, body) : asked;
        String code = status == 429 ? "rate-limited" : status == 408 ? "timed-out" : "unavailable";
        return new TransientException(code, "%s can't serve the call now: %s".formatted(address, said), wait, null);
    }

    private String said(int status, ErrorBody body, List<String> texts) {
        String words = redaction.apply(body.message(), texts);
        String head = body.after(status);
        return words.isEmpty() ? head : head + ": " + words;
    }

    /** What went wrong, by its kind where it says nothing: a name that can't be resolved comes without a word. */
    private String words(Throwable failure, List<String> texts) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return message == null ? kind : redaction.apply(kind + ": " + message, texts);
    }
}
