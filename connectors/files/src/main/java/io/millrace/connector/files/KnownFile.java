package io.millrace.connector.files;

/**
 * The last state of a path that was given to a reader.
 *
 * @param state as it was listed
 * @param volume what it lies on ({@link Listing#volume})
 */
record KnownFile(FileState state, long volume) {
    KnownFile unread() {
        return new KnownFile(state.unread(), volume);
    }

    KnownFile on(long other) {
        return new KnownFile(state, other);
    }
}
