package io.millrace.connector.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Unquoted;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.ModelFailures;
import io.millrace.model.wire.Redaction;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.List;

/** What went wrong with a call of the JDK's client, as {@link ModelFailures} decides on it. */
final class HttpFailures {
    private final Endpoint endpoint;
    private final ErrorRules rules;

    HttpFailures(Endpoint endpoint, ErrorRules rules) {
        this.endpoint = endpoint;
        this.rules = rules;
    }

    /** With the key of the moment. */
    private ModelFailures decision() {
        return new ModelFailures(
                endpoint.settings(),
                endpoint.address(),
                endpoint.model(),
                endpoint.key().isGiven(),
                new Redaction(endpoint.key().secrets()),
                rules);
    }

    /** A call that brought no reply. */
    ClassifiedException of(Throwable thrown, List<String> texts) {
        Throwable failure = ClassifiedException.cause(thrown);
        if (failure instanceof HttpTimeoutException) {
            return timedOut();
        }
        if (failure instanceof UnreadableReplyException unreadable) {
            return unreadable(String.valueOf(unreadable.getMessage()));
        }
        if (failure instanceof JacksonException) {
            // A parser's message quotes what it read.
            return unreadable("isn't what the API describes (%s)"
                    .formatted(failure.getClass().getSimpleName()));
        }
        if (failure instanceof IOException) {
            // What a server sent in place of HTTP is quoted in the message.
            return decision().connectionFailed(words(failure), texts, Unquoted.of(failure));
        }
        return ClassifiedException.of(failure);
    }

    /** A reply that isn't a success. */
    ClassifiedException answered(HttpReply reply, List<String> texts) {
        return decision().answered(reply.status(), reply.error(), reply.path(), reply.retryAfter(), texts);
    }

    /**
     * An error that a server tells in a stream whose status was a success.
     *
     * @param status that it would have come with
     * @param body what the server said, as its errors are
     */
    ClassifiedException inStream(int status, JsonNode body, List<String> texts) {
        ErrorBody said = ErrorBody.of(body);
        String head = said.after(status) + " in mid-stream";
        ModelFailures decision = decision();
        return decision.answered(status, said, decision.said(head, said, texts), "that path", null);
    }

    FatalException wrongDimension(int expected, int found) {
        return decision().wrongDimension(expected, found);
    }

    RejectedException notFinite(int input) {
        return decision().notFinite(input);
    }

    /** A success whose body can't be used: cut off, not JSON, or short of something. */
    ClassifiedException unreadable(String what) {
        return decision().unreadable(what);
    }

    ClassifiedException timedOut() {
        return decision().timedOut(null);
    }

    ClassifiedException closed() {
        return decision().closed();
    }

    /** What went wrong, by its kind where it says nothing: a name that can't be resolved comes without a word. */
    private static String words(Throwable failure) {
        String message = failure.getMessage();
        String kind = failure.getClass().getSimpleName();
        return message == null ? kind : kind + ": " + message;
    }
}
