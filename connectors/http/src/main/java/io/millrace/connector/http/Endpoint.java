package io.millrace.connector.http;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/**
 * Where the calls of one model go, and what they all bring.
 *
 * @param settings the section that configures it, for messages that name a key
 * @param model the model's name, for messages
 * @param headers further ones, such as a version of the API
 */
record Endpoint(ModelSettings settings, ServerAddress address, String model, ApiKey key, Map<String, String> headers) {
    Endpoint {
        headers = Map.copyOf(headers);
    }

    /** Of one call, from sending to the last byte. */
    Duration timeout() {
        return settings.timeout();
    }

    HttpRequest post(String path, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.at(path))
                .POST(BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("User-Agent", "millrace");
        headers.forEach(request::header);
        key.headers().forEach(request::header);
        return request.build();
    }
}
