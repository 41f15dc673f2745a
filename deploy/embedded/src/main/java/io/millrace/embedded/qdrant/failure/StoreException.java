package io.millrace.embedded.qdrant.failure;

import org.jspecify.annotations.Nullable;

/**
 * A request that the store refuses, or could not carry out. Its message is the one that Qdrant's gRPC status carries
 * for the same situation, prefix included.
 */
public final class StoreException extends RuntimeException {

    /** What went wrong, as far as a client must tell it apart. */
    public enum Kind {
        INVALID,
        /** Invalid too, but a server notices it only while it carries a write out. */
        UNKNOWN_VECTOR,
        NOT_FOUND,
        ALREADY_EXISTS,
        INTERNAL,
        NOT_BUILT
    }

    /** Where Qdrant's messages send those who lack a payload index. */
    public static final String INDEXING_GUIDE = "https://qdrant.tech/documentation/concepts/indexing/#payload-index";

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private StoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** A request that no state of the store would make valid; the message has no prefix. */
    public static StoreException invalid(String message) {
        return new StoreException(Kind.INVALID, message, null);
    }

    /** A request whose content does not fit the collection. */
    public static StoreException wrongInput(String description) {
        return new StoreException(Kind.INVALID, "Wrong input: " + description, null);
    }

    /** A vector name that the collection does not have. */
    public static StoreException unknownVector(String name) {
        return new StoreException(Kind.UNKNOWN_VECTOR, "Wrong input: Not existing vector name error: " + name, null);
    }

    /** A request whose fields contradict each other. */
    public static StoreException badRequest(String description) {
        return new StoreException(Kind.INVALID, "Bad request: " + description, null);
    }

    /** A request field outside its range. */
    public static StoreException validation(String field, String problem) {
        return new StoreException(Kind.INVALID, "Validation error in body: [%s: %s]".formatted(field, problem), null);
    }

    /** A collection, an alias, a point or a vector that is not there. */
    public static StoreException notFound(String description) {
        return new StoreException(Kind.NOT_FOUND, "Not found: " + description, null);
    }

    /** A name that is taken. */
    public static StoreException alreadyExists(String description) {
        return new StoreException(Kind.ALREADY_EXISTS, "Wrong input: " + description, null);
    }

    /** A failure of the disk or of the store itself. */
    public static StoreException internal(String description, @Nullable Throwable cause) {
        return new StoreException(Kind.INTERNAL, "Service internal error: " + description, cause);
    }

    /** A part of Qdrant's protocol that this store does not answer. */
    public static StoreException notBuilt(String what) {
        return new StoreException(
                Kind.NOT_BUILT, what + " is not built in the embedded store; it needs a Qdrant server", null);
    }

    /** The kind of failure. */
    public Kind kind() {
        return kind;
    }
}
