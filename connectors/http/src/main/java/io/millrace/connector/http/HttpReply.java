package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.RetryAfter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server's whole answer. */
@SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
record HttpReply(HttpResponse<?> response, byte[] bytes) {
    int status() {
        return response.statusCode();
    }

    /** Where it was asked. */
    String path() {
        return response.request().uri().getPath();
    }

    boolean isSuccess() {
        return status() / 100 == 2;
    }

    /** The first header of that name, in whatever case; null when there is none. */
    @Nullable
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** @throws IOException when it is no JSON */
    JsonNode json() throws IOException {
        return Json.read(bytes());
    }

    /** What the server said was wrong; nothing where it didn't say it in JSON. */
    ErrorBody error() {
        try {
            return ErrorBody.of(json());
        } catch (IOException notJson) {
            return ErrorBody.of(null);
        }
    }

    /** How long the server asks to be left alone, or null. */
    @Nullable
    Duration retryAfter() {
        return RetryAfter.in(this::header, Clock.systemUTC());
    }
}
