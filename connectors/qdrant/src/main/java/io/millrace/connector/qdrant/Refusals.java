package io.millrace.connector.qdrant;

import io.grpc.Status;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The failures that the same call would meet again: what was asked, what Qdrant said, where to mend it. */
final class Refusals {
    /** The code of a call to a collection that isn't there. */
    static final String NO_COLLECTION = "collection-not-found";

    /** The code of a vector that a collection can't take. */
    static final String WRONG_DIMENSION = "wrong-dimension";

    private static final Pattern DIMENSIONS =
            Pattern.compile("Vector dimension error: expected dim: (\\d+), got (\\d+)");
    private static final int LONGEST_MESSAGE = 500;

    private final QdrantSettings settings;
    private final String collection;

    Refusals(QdrantSettings settings, String collection) {
        this.settings = settings;
        this.collection = collection;
    }

    FatalException unauthenticated(Status status, Throwable failure) {
        String problem = settings.apiKey() == null
                ? "asks for an API key, and qdrant.api-key isn't set"
                : "refuses the API key (qdrant.api-key)";
        return new FatalException(
                "unauthenticated", "Qdrant at %s %s: %s".formatted(settings.url(), problem, said(status)), failure);
    }

    FatalException forbidden(Action action, Status status, Throwable failure) {
        return new FatalException(
                QdrantFailures.FORBIDDEN,
                "Qdrant at %s doesn't let this API key (qdrant.api-key) %s collection '%s': %s"
                        .formatted(settings.url(), action.words(), collection, said(status)),
                failure);
    }

    ClassifiedException notFound(Action action, Status status, Throwable failure) {
        if (said(status).contains("No point with id")) {
            return new RejectedException(
                    "point-missing",
                    ("%s. Something else than this job removed it from collection '%s' (qdrant.collection) meanwhile;"
                                    + " the document is whole again when it is ingested again")
                            .formatted(message(action, status), collection),
                    failure);
        }
        if (!said(status).contains("ollection")) {
            return new FatalException("store-refused", message(action, status), failure);
        }
        return new FatalException(
                NO_COLLECTION,
                "Collection '%s' (qdrant.collection) doesn't exist in Qdrant at %s; an ingest job creates it"
                        .formatted(collection, settings.url()),
                failure);
    }

    ClassifiedException invalid(Action action, Status status, Throwable failure) {
        String said = said(status);
        Matcher dimension = DIMENSIONS.matcher(said);
        if (dimension.find()) {
            return new FatalException(
                    WRONG_DIMENSION,
                    ("Collection '%s' (qdrant.collection) takes vectors of %s dimensions, got %s: use the embedding"
                                    + " model that it was made with, and its size (embedding.dimension)")
                            .formatted(collection, dimension.group(1), dimension.group(2)),
                    failure);
        }
        // What a person configured can't be mended by leaving out one input; "Help:" marks strict mode's limits.
        boolean configured = action == Action.SET_UP
                || action == Action.READ
                || (action == Action.WRITE && said.contains("Help:"))
                || said.contains("Not existing vector name");
        return configured
                ? new FatalException("store-refused", message(action, status), failure)
                : new RejectedException("store-refused", message(action, status), failure);
    }

    RejectedException tooLarge(Action action, Status status, Throwable failure) {
        return new RejectedException(
                "message-too-large",
                "%s. Ask for fewer results at once, or write smaller chunks".formatted(message(action, status)),
                failure);
    }

    FatalException unsupported(Action action, Status status, Throwable failure) {
        return new FatalException(
                "unsupported",
                "%s. Qdrant 1.16 or newer is needed, at its gRPC port (qdrant.url)%s"
                        .formatted(message(action, status), settings.portHint()),
                failure);
    }

    String message(Action action, Status status) {
        return "Qdrant at %s could not %s collection '%s': %s: %s"
                .formatted(settings.url(), action.words(), collection, status.getCode(), said(status));
    }

    /** The server's own words; they quote names and sizes, not texts. */
    static String said(Status status) {
        String description = status.getDescription();
        return description == null ? "no reason given" : firstLine(description);
    }

    /** gRPC adds lines about its pipeline to some descriptions. */
    static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "…" : line;
    }
}
