package io.millrace.connector.files;

/**
 * A new state of a path that isn't given to a reader yet, because it may still be being written.
 *
 * @param split what would be given
 * @param volume what it lies on ({@link Listing#volume})
 * @param since when the first look that showed this state ended, in milliseconds since the epoch
 */
record UnsettledFile(FileSplit split, long volume, long since) {
    UnsettledFile since(long time) {
        return new UnsettledFile(split, volume, time);
    }

    boolean isLike(FileState state) {
        return split.state().isLike(state);
    }
}
