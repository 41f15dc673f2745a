package io.millrace.connector.openai;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.core.JsonValue;
import com.openai.core.http.Headers;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ModelFailures;
import io.millrace.model.wire.Redaction;
import io.millrace.model.wire.RetryAfter;
import io.millrace.model.wire.ServerAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a call of the SDK, as {@link ModelFailures} decides on it, and what OpenAI and its likes mean by
 * their codes. What the SDK threw is not kept as a cause when it quotes the server, which may quote keys and texts.
 */
final class OpenAiFailures {
    /** Codes and types of what is wrong with the request itself. */
    private static final Set<String> REFUSALS = Set.of(
            "invalid-request-error",
            "bad-request-error",
            "invalid-prompt",
            "context-length-exceeded",
            "content-filter",
            "content-policy-violation");

    /** Fields that come from the configuration, not from the input: no input of this job can pass. */
    private static final Set<String> CONFIGURED_FIELDS = Set.of(
            "model",
            "dimensions",
            "output_dimension",
            "encoding_format",
            "temperature",
            "max_tokens",
            "max_completion_tokens");

    /** Where the SDK asked isn't known here. */
    private static final String PATH = "that path";

    private final ModelSettings settings;
    private final ServerAddress address;
    private final String model;
    private final ModelFailures decision;

    /**
     * @param model the model's name, for messages
     * @param keyGiven whether calls bring a key
     */
    OpenAiFailures(
            ModelSettings settings,
            Vendor vendor,
            ServerAddress address,
            String model,
            boolean keyGiven,
            Redaction redaction) {
        this.settings = settings;
        this.address = address;
        this.model = model;
        this.decision = new ModelFailures(settings, address, model, keyGiven, redaction, new OpenAiErrors(vendor));
    }

    /** @param texts what the request held, to be kept out of the message */
    ClassifiedException of(Throwable thrown, List<String> texts) {
        Throwable failure = ClassifiedException.cause(thrown);
        if (failure instanceof ClassifiedException classified) {
            return classified;
        }
        if (failure instanceof OpenAIServiceException answered) {
            ErrorBody body = body(answered);
            int status = answered.statusCode();
            return answered(status, body, answered.headers(), decision.said(body.after(status), body, texts));
        }
        IOException io = ioIn(failure);
        if (io == null && !(failure instanceof OpenAIException)) {
            return ClassifiedException.of(failure);
        }
        if (io == null || io instanceof JacksonException) {
            // A parser's message quotes what it read.
            return unreadable(
                    "isn't what the API describes (" + failure.getClass().getSimpleName() + ")");
        }
        return io instanceof InterruptedIOException
                ? decision.timedOut(io)
                : decision.connectionFailed(words(io), texts, io);
    }

    /** A success whose body can't be used: cut off, not JSON, or short of something. */
    TransientException unreadable(String what) {
        return decision.unreadable(what);
    }

    /**
     * An error that a server tells in a stream whose status was a success. What it doesn't name as the request's doing
     * passes.
     *
     * @param error what stands in {@code error}
     * @param texts what the request held, to be kept out of the message
     */
    ClassifiedException inStream(JsonNode error, List<String> texts) {
        ErrorBody body = ErrorBody.of(error);
        int given = statusIn(error);
        String head = given == 0 ? (body.code() + " in mid-stream").strip() : body.after(given) + " in mid-stream";
        return answered(given == 0 ? status(body.kebab("")) : given, body, null, decision.said(head, body, texts));
    }

    /** The status that a server repeats as its code, as vLLM does; 0 when it doesn't. */
    private static int statusIn(JsonNode error) {
        String code = error.path("code").asText();
        return code.matches("[45]\\d\\d") ? Integer.parseInt(code) : 0;
    }

    /** The status that a code has where it comes with one. */
    private static int status(String code) {
        if (code.startsWith("rate-limit")) {
            return 429;
        }
        return REFUSALS.contains(code) ? 400 : 500;
    }

    /** As {@link ModelFailures#wrongDimension}. */
    FatalException wrongDimension(int expected, int found) {
        return decision.wrongDimension(expected, found);
    }

    /** As {@link ModelFailures#notFinite}. */
    RejectedException notFinite(int input) {
        return decision.notFinite(input);
    }

    FatalException closed() {
        return decision.closed();
    }

    private ClassifiedException answered(int status, ErrorBody body, @Nullable Headers headers, String said) {
        Duration wait = headers == null ? null : RetryAfter.in(header -> first(headers, header), Clock.systemUTC());
        ClassifiedException decided = decision.answered(status, body, said, PATH, wait);
        ClassifiedException configured = decided.kind() == FailureKind.REJECTED ? configured(body, said) : null;
        return configured == null ? decided : configured;
    }

    /** The request's refusal, where that is the configuration's doing and no input can pass; else null. */
    private @Nullable FatalException configured(ErrorBody body, String said) {
        String words = body.message().toLowerCase(Locale.ROOT);
        if (body.param().equals("dimensions")
                || body.param().equals("output_dimension")
                || words.contains("does not support specifying dimensions")
                || words.contains("matryoshka")) {
            return new FatalException(
                    "dimensions-refused",
                    "%s can't shorten vectors of model '%s': set %s to the model's own dimension and %s to false: %s"
                            .formatted(
                                    address,
                                    model,
                                    settings.key("dimension"),
                                    settings.key("options." + OpenAiEmbeddingSettings.SEND_DIMENSIONS),
                                    said));
        }
        return CONFIGURED_FIELDS.contains(body.param())
                ? new FatalException(
                        "setting-refused",
                        "%s refused the field '%s', which comes from the configuration of '%s': %s"
                                .formatted(address, body.param(), settings.section(), said))
                : null;
    }

    private static String words(IOException failure) {
        String message = failure.getMessage();
        if (message != null) {
            return message;
        }
        // All that the transport says of a stream whose other side is gone.
        return failure instanceof EOFException
                ? "it ended in mid-stream"
                : failure.getClass().getSimpleName();
    }

    private static ErrorBody body(OpenAIServiceException answer) {
        JsonValue body = answer.body();
        return ErrorBody.of(body.isMissing() || body.isNull() ? null : body.convert(JsonNode.class));
    }

    private static @Nullable String first(Headers headers, String name) {
        List<String> values = headers.values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    private static @Nullable IOException ioIn(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof IOException io) {
                return io;
            }
        }
        return null;
    }
}
