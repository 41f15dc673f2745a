package io.millrace.connector.http;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.Map;

/**
 * The key that calls bring, and the header that brings it. Shows neither.
 *
 * @param header the header's name
 * @param scheme what stands before the key, such as {@code Bearer} and a space
 * @param value the key; empty for none
 */
record ApiKey(String header, String scheme, String value) {
    /**
     * As {@code Authorization: Bearer KEY} (RFC 6750).
     *
     * @param required whether the server wants one
     * @throws FatalException when it is missing, or can't stand in a header
     */
    static ApiKey bearer(ModelSettings settings, ServerAddress address, boolean required) {
        return of("Authorization", "Bearer ", settings, address, required);
    }

    /** As a header of the provider's own, such as {@code x-api-key}, that holds nothing but the key. */
    static ApiKey header(String name, ModelSettings settings, ServerAddress address, boolean required) {
        return of(name, "", settings, address, required);
    }

    private static ApiKey of(
            String header, String scheme, ModelSettings settings, ServerAddress address, boolean required) {
        Secret given = settings.apiKey();
        String value = given == null ? "" : given.value().strip();
        if (required && value.isEmpty()) {
            throw new FatalException(
                    "api-key-missing",
                    "%s wants an API key: set %s, or %s to a server that needs none"
                            .formatted(address, settings.key("api-key"), settings.key("base-url")));
        }
        // The JDK's client would refuse it too, with the key in its message.
        if (!value.chars().allMatch(unit -> unit > ' ' && unit < 0x7F)) {
            throw new FatalException(
                    "api-key-invalid",
                    "%s has a character that no key has: a space, a line break, or one that isn't ASCII"
                            .formatted(settings.key("api-key")));
        }
        return new ApiKey(header, scheme, value);
    }

    boolean isGiven() {
        return !value.isEmpty();
    }

    /** What must not be repeated. */
    List<String> secrets() {
        return isGiven() ? List.of(value) : List.of();
    }

    Map<String, String> headers() {
        return isGiven() ? Map.of(header, scheme + value) : Map.of();
    }

    @Override
    public String toString() {
        return header + ": ***";
    }
}
