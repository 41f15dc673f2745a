package io.millrace.connector.qdrant;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.qdrant.client.grpc.Collections;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.PointsGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection that answers are kept in: created, locked, indexed. Its methods block.
 *
 * <p>Its lock has a key of its own, so that neither is ever taken for the other: a collection of documents for one of
 * answers, from which what is old is removed, or this for one of documents.
 */
final class AnswerCollection {
    static final String METADATA_KEY = "millrace-answers";

    private static final Logger LOG = LoggerFactory.getLogger(AnswerCollection.class);

    private final QdrantConnection connection;
    private final String collection;
    private final CollectionSetup setup;

    AnswerCollection(QdrantConnection connection, String collection) {
        this.connection = connection;
        this.collection = collection;
        this.setup = new CollectionSetup(connection, collection, VectorName.DENSE);
    }

    /** As the port says. */
    void ensure(VectorSpace questions) {
        VectorSpace space = questions.withDistance(Distance.COSINE);
        CollectionInfo info = infoOrCreated(space);
        check(info, space);
        index(info.getPayloadSchemaMap());
    }

    private CollectionInfo infoOrCreated(VectorSpace space) {
        try {
            return CollectionSetup.await(setup.readInfo());
        } catch (FatalException e) {
            if (!e.code().equals(Refusals.NO_COLLECTION)) {
                throw e;
            }
        }
        create(space);
        return CollectionSetup.await(setup.readInfo());
    }

    private void create(VectorSpace space) {
        VectorParams params = VectorParams.newBuilder()
                .setSize(space.dimension())
                .setDistance(Collections.Distance.Cosine)
                .build();
        CreateCollection request = CreateCollection.newBuilder()
                .setCollectionName(collection)
                .setVectorsConfig(VectorName.DENSE.declare(params))
                .putMetadata(
                        METADATA_KEY,
                        new CollectionLock(CollectionLock.FORMAT, space, VectorName.DENSE, "", "", false).write())
                .build();
        try {
            CollectionSetup.await(connection.call(Action.SET_UP, CollectionsGrpc.getCreateMethod(), request));
            LOG.info("Created collection '{}' for answers to questions as vectors of {}", collection, space);
        } catch (FatalException e) {
            // Another job was first: what it made is checked like any collection that was there before.
            if (!e.code().equals(QdrantFailures.ALREADY_EXISTS)) {
                throw e;
            }
        }
    }

    private void check(CollectionInfo info, VectorSpace wanted) {
        CollectionLock lock = CollectionLock.read(
                collection, "answers.collection", METADATA_KEY, info.getConfig().getMetadataMap());
        if (lock == null) {
            throw new FatalException(
                    "foreign-collection",
                    ("Collection '%s' (answers.collection) wasn't made for kept answers: it has no '%s' in its metadata."
                                    + " Name another, or leave answers.collection out: it is qdrant.collection with"
                                    + " '-answers' behind it then")
                            .formatted(collection, METADATA_KEY));
        }
        VectorSpace stored = lock.spaceBeside(wanted);
        if (!stored.comparableWith(wanted)) {
            throw new FatalException(
                    "vector-space-mismatch",
                    ("Collection '%s' (answers.collection) keeps answers to questions as vectors of %s, and this job"
                                    + " makes vectors of %s; they can't be compared. What differs: %s. Name another"
                                    + " collection (answers.collection; left out, it follows qdrant.collection), or"
                                    + " delete this one: with it go histories of conversations, and what saves replayed"
                                    + " requests from being paid for again")
                            .formatted(
                                    collection,
                                    stored,
                                    wanted,
                                    String.join("; ", SpaceField.differences(stored, wanted))));
        }
    }

    private void index(Map<String, PayloadSchemaInfo> schema) {
        List<CompletableFuture<?>> indexing = new ArrayList<>();
        AnswerPoint.INDEXED.forEach((field, type) -> {
            PayloadSchemaInfo index = schema.get(field);
            if (index == null || FieldIndexes.type(index) != type) {
                indexing.add(connection.call(
                        Action.SET_UP,
                        PointsGrpc.getCreateFieldIndexMethod(),
                        FieldIndexes.create(collection, field, type)));
            }
        });
        indexing.forEach(CollectionSetup::await);
    }

    /** A call's failure, with the setting that names this collection in the message. */
    ClassifiedException named(Throwable failure) {
        ClassifiedException classified = ClassifiedException.of(failure);
        return switch (classified.code()) {
            case Refusals.NO_COLLECTION ->
                new FatalException(
                        classified.code(),
                        ("Collection '%s' (answers.collection) is gone from Qdrant: a query job creates it when it"
                                        + " starts")
                                .formatted(collection),
                        classified);
            case Refusals.WRONG_DIMENSION ->
                new FatalException(
                        classified.code(),
                        ("Collection '%s' (answers.collection) takes vectors of another dimension than this job's"
                                        + " questions have: name another, or delete it")
                                .formatted(collection),
                        classified);
            default -> classified;
        };
    }
}
