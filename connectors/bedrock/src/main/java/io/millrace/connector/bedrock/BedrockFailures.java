package io.millrace.connector.bedrock;

import com.fasterxml.jackson.core.JacksonException;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Unquoted;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.ModelFailures;
import io.millrace.model.wire.Redaction;
import io.millrace.model.wire.RetryAfter;
import io.millrace.model.wire.Verdict;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.thirdparty.jackson.core.JsonProcessingException;

/**
 * What went wrong with a call of the SDK, as {@link ModelFailures} decides on it, and what Bedrock means by its exceptions
 * (Amazon Bedrock API reference, "Common errors", and the errors of each operation). What the SDK threw is not kept as a
 * cause: it quotes the service, which may quote keys and texts.
 */
final class BedrockFailures {
    /** What an exception means as a status, whatever it comes with; within a stream there is none. */
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("ThrottlingException", 429),
            Map.entry("TooManyRequestsException", 429),
            Map.entry("ModelNotReadyException", 429),
            Map.entry("ServiceQuotaExceededException", 429),
            Map.entry("ValidationException", 400),
            Map.entry("AccessDeniedException", 403),
            Map.entry("ResourceNotFoundException", 404),
            Map.entry("ModelTimeoutException", 408),
            Map.entry("ModelErrorException", 424),
            Map.entry("ModelStreamErrorException", 424),
            Map.entry("InternalServerException", 500),
            Map.entry("ServiceUnavailableException", 503));

    /** Whoever signed isn't who they say, or is no more. */
    private static final Set<String> CREDENTIALS = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredToken",
            "ExpiredTokenException",
            "RequestExpired",
            "OptInRequired");

    /** Refusals of a model, which come as ValidationException. */
    private static final List<String> NO_MODEL = List.of(
            "model identifier is invalid", "on-demand throughput", "model id is invalid", "model is not supported");

    private static final String PATH = "that path";

    private final BedrockTarget target;
    private final ModelFailures decision;

    BedrockFailures(BedrockTarget target) {
        this.target = target;
        decision = new ModelFailures(
                target.settings(),
                target.address(),
                target.model(),
                target.bearer() != null,
                new Redaction(target.secrets()),
                BedrockFailures::verdict);
    }

    private static @Nullable Verdict verdict(int status, ErrorBody body) {
        String words = body.message().toLowerCase(Locale.ROOT);
        boolean refused = ErrorRules.usual(status) == Verdict.INPUT_REFUSED;
        return refused && NO_MODEL.stream().anyMatch(words::contains) ? Verdict.NO_MODEL : null;
    }

    /** @param texts what the request held, to be kept out of the message */
    ClassifiedException of(Throwable thrown, List<String> texts) {
        ClassifiedException classified = in(thrown, ClassifiedException.class);
        if (classified != null) {
            return classified;
        }
        AwsServiceException answered = in(thrown, AwsServiceException.class);
        if (answered != null) {
            return answered(answered, texts);
        }
        if (in(thrown, ApiCallTimeoutException.class) != null || in(thrown, HttpTimeoutException.class) != null) {
            return decision.timedOut(null);
        }
        Throwable failure = ClassifiedException.cause(thrown);
        IOException io = in(thrown, IOException.class);
        if (io instanceof JacksonException || io instanceof JsonProcessingException) {
            // A parser's message quotes what it read.
            return unreadable("isn't what the API describes (" + io.getClass().getSimpleName() + ")");
        }
        if (io != null) {
            String words = io.getMessage() == null
                    ? io.getClass().getSimpleName()
                    : io.getClass().getSimpleName() + ": " + io.getMessage();
            return decision.connectionFailed(words, texts, Unquoted.of(io));
        }
        return failure instanceof SdkException
                ? unreadable(
                        "isn't what the API describes (" + failure.getClass().getSimpleName() + ")")
                : ClassifiedException.of(failure);
    }

    private ClassifiedException answered(AwsServiceException answered, List<String> texts) {
        AwsErrorDetails details = answered.awsErrorDetails();
        String code = code(answered, details);
        String message = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        int given = answered.statusCode() / 100 == 2 || answered.statusCode() == 0 ? 500 : answered.statusCode();
        int status = STATUSES.getOrDefault(code, given);
        ErrorBody body = new ErrorBody(code, "", message);
        boolean signed = target.bearer() == null;
        if (CREDENTIALS.contains(code)) {
            return signed ? credentialsRefused(status, body) : decision.answered(401, body, PATH, null, texts);
        }
        if (status == 403 && signed) {
            return forbidden(status, body);
        }
        if (status == 403 && message.toLowerCase(Locale.ROOT).contains("api key")) {
            return decision.answered(401, body, PATH, null, texts);
        }
        return decision.answered(status, body, PATH, wait(details), texts);
    }

    /** What the service calls it; within a stream its first letter is small. */
    private static String code(AwsServiceException answered, @Nullable AwsErrorDetails details) {
        String given = details == null ? null : details.errorCode();
        String code = given == null || !given.matches("\\w{1,64}")
                ? answered.getClass().getSimpleName()
                : Character.toUpperCase(given.charAt(0)) + given.substring(1);
        return code.equals("BedrockRuntimeException") ? "" : code;
    }

    private static @Nullable Duration wait(@Nullable AwsErrorDetails details) {
        return details == null || details.sdkHttpResponse() == null
                ? null
                : RetryAfter.in(
                        name -> details.sdkHttpResponse()
                                .firstMatchingHeader(name)
                                .orElse(null),
                        Clock.systemUTC());
    }

    /** The service quotes the access key and what was signed, so none of its words are repeated. */
    private FatalException credentialsRefused(int status, ErrorBody body) {
        return new FatalException(
                "credentials-refused",
                "%s refused the AWS credentials with %s: give the job valid ones of region %s (AWS_ACCESS_KEY_ID with its AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, a profile, or a role), and see that its clock is right; or set %s to a Bedrock API key"
                        .formatted(
                                target.address(),
                                body.after(status),
                                target.region(),
                                target.settings().key("api-key")));
    }

    private FatalException forbidden(int status, ErrorBody body) {
        return new FatalException(
                "forbidden",
                "%s forbids this call with %s: allow whom the AWS credentials stand for bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on model '%s' (%s), and see that the account has access to it in region %s"
                        .formatted(
                                target.address(),
                                body.after(status),
                                target.model(),
                                target.settings().key("model"),
                                target.region()));
    }

    /** A success whose body can't be used: cut off, not JSON, or short of something. */
    ClassifiedException unreadable(String what) {
        return decision.unreadable(what);
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

    private static <T> @Nullable T in(Throwable failure, Class<T> kind) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (kind.isInstance(at)) {
                return kind.cast(at);
            }
        }
        return null;
    }
}
