package io.millrace.connector.http;

import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.ServerAddress;
import io.millrace.model.wire.Verdict;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where Voyage is reached, and what it means by its statuses: all that it says is a {@code detail} in words. */
final class VoyageServers {
    static final URI VOYAGE = URI.create("https://api.voyageai.com");

    static final ErrorRules ERRORS = VoyageServers::verdict;

    private VoyageServers() {}

    /** Voyage's own host, and MongoDB's for keys of Atlas. */
    static boolean isVendor(ServerAddress address) {
        return address.isAmong(List.of(VOYAGE.getHost(), "ai.mongodb.com"));
    }

    private static @Nullable Verdict verdict(int status, ErrorBody body) {
        String words = body.message().toLowerCase(Locale.ROOT);
        return status == 400 && words.contains("model") && words.contains("not supported") ? Verdict.NO_MODEL : null;
    }
}
