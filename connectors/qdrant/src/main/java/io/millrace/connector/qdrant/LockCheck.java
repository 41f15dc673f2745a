package io.millrace.connector.qdrant;

import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.Datatype;
import io.qdrant.client.grpc.Collections.VectorParams;
import org.jspecify.annotations.Nullable;

/** Whether a job may use a collection: its lock, and the vector that it has. */
final class LockCheck {
    private final String collection;
    private final VectorName vector;

    LockCheck(String collection, VectorName vector) {
        this.collection = collection;
        this.vector = vector;
    }

    /**
     * Checks the collection.
     *
     * @return its lock; null when it has none and may be adopted
     * @throws FatalException naming what the collection is, what it should be, and the ways out
     */
    @Nullable
    CollectionLock check(CollectionInfo info, CollectionSpec spec) {
        CollectionLock lock = CollectionLock.read(collection, info.getConfig().getMetadataMap());
        if (lock == null && !spec.adopt()) {
            throw new FatalException(
                    "foreign-collection",
                    ("Collection '%s' was not made by Millrace: it has no '%s' in its metadata; it has %s. Name another"
                                    + " collection (qdrant.collection), or set qdrant.adopt to true to write into this"
                                    + " one beside what it holds")
                            .formatted(collection, CollectionLock.METADATA_KEY, VectorName.all(info)));
        }
        if (lock != null) {
            checkSpace(lock, spec.space());
            checkName(lock);
            checkSparse(lock, spec);
        }
        checkVector(info, spec.space());
        return lock;
    }

    private void checkSpace(CollectionLock lock, VectorSpace wanted) {
        VectorSpace stored = lock.spaceBeside(wanted);
        if (!stored.comparableWith(wanted)) {
            throw new FatalException(
                    "vector-space-mismatch",
                    ("Collection '%s' (qdrant.collection) holds vectors of %s, and this job makes vectors of %s; they"
                                    + " can't be compared. What differs: %s. Either embed as the collection was made, or"
                                    + " migrate: ingest into a new collection (--set qdrant.collection=NEW), then point"
                                    + " the query job, or the alias that it uses, to that one; see 'Change the embedding"
                                    + " model' in docs/operations.md")
                            .formatted(
                                    collection,
                                    stored,
                                    wanted,
                                    String.join("; ", SpaceField.differences(stored, wanted))));
        }
    }

    private void checkSparse(CollectionLock lock, CollectionSpec spec) {
        if (spec.sparse() != null
                && !lock.sparse().isEmpty()
                && !lock.sparse().equals(spec.sparse().line())) {
            throw sparseMismatch(lock, spec.sparse().line());
        }
    }

    /**
     * Checks that what is written will be found as all else is.
     *
     * @throws FatalException when chunks would be written without the sparse vectors that others have
     */
    void checkWrites(CollectionLock lock, CollectionSpec spec) {
        if (spec.sparse() == null && !lock.sparse().isEmpty()) {
            throw sparseMismatch(lock, "none");
        }
    }

    private FatalException sparseMismatch(CollectionLock lock, String wanted) {
        return new FatalException(
                "sparse-mismatch",
                ("Collection '%s' (qdrant.collection) has sparse vectors of '%s', and this job makes '%s'"
                                + " (sparse.language): words are found by one of them only. Set it as the collection was"
                                + " made, or ingest into a new collection")
                        .formatted(collection, lock.sparse(), wanted));
    }

    private void checkName(CollectionLock lock) {
        if (!lock.vector().equals(vector)) {
            throw new FatalException(
                    "vector-space-mismatch",
                    ("Collection '%s' (qdrant.collection) is locked with its %s, and this job uses the %s: set"
                                    + " qdrant.vector to '%s'")
                            .formatted(
                                    collection,
                                    lock.vector(),
                                    vector,
                                    lock.vector().name()));
        }
    }

    private void checkVector(CollectionInfo info, VectorSpace space) {
        VectorParams params = vector.in(info);
        if (params == null) {
            throw new FatalException(
                    "missing-vector",
                    "Collection '%s' (qdrant.collection) has no %s (qdrant.vector); it has %s"
                            .formatted(collection, vector, VectorName.all(info)));
        }
        if (params.getSize() != space.dimension()
                || !VectorName.wireName(params.getDistance()).equals(VectorName.wireName(space.distance()))) {
            throw new FatalException(
                    "vector-space-mismatch",
                    ("Collection '%s' (qdrant.collection) has a %s of %s, and needs %d, %s (embedding.dimension,"
                                    + " embedding.distance)")
                            .formatted(
                                    collection,
                                    vector,
                                    VectorName.describe(params),
                                    space.dimension(),
                                    VectorName.wireName(space.distance())));
        }
        if (params.hasMultivectorConfig() || params.getDatatype() == Datatype.Uint8) {
            throw new FatalException(
                    "unfit-vector",
                    ("Collection '%s' (qdrant.collection) has a %s that %s, and needs one of floating-point numbers:"
                                    + " name another (qdrant.vector)")
                            .formatted(
                                    collection,
                                    vector,
                                    params.hasMultivectorConfig()
                                            ? "is many vectors in one"
                                            : "keeps whole numbers from 0 to 255"));
        }
    }
}
