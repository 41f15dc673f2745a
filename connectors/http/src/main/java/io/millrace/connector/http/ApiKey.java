package io.millrace.connector.http;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import io.millrace.model.wire.ServerAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The key that calls bring, and the header that brings it. Shows neither.
 *
 * @param header the header's name
 * @param scheme what stands before the key, such as {@code Bearer} and a space
 * @param source gives the key, anew for each call: some are renewed; null for none
 */
record ApiKey(String header, String scheme, @Nullable Supplier<String> source) {
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

    /** As {@code Authorization: Bearer TOKEN}, of a token that is renewed. */
    static ApiKey renewed(Supplier<String> token) {
        return new ApiKey("Authorization", "Bearer ", token);
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
        if (!fits(value)) {
            throw new FatalException(
                    "api-key-invalid",
                    "%s has a character that no key has: a space, a line break, or one that isn't ASCII"
                            .formatted(settings.key("api-key")));
        }
        return new ApiKey(header, scheme, value.isEmpty() ? null : () -> value);
    }

    /** Whether a header takes it. The JDK's client would refuse another too, with the key in its message. */
    static boolean fits(String value) {
        return value.chars().allMatch(unit -> unit > ' ' && unit < 0x7F);
    }

    boolean isGiven() {
        return source != null;
    }

    /** What must not be repeated. */
    List<String> secrets() {
        return source == null ? List.of() : List.of(source.get());
    }

    /** @throws io.millrace.failure.ClassifiedException when a key that is renewed can't be had */
    Map<String, String> headers() {
        return source == null ? Map.of() : Map.of(header, scheme + source.get());
    }

    @Override
    public String toString() {
        return header + ": ***";
    }
}
