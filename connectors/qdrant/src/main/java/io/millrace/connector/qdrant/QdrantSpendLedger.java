package io.millrace.connector.qdrant;

import io.millrace.failure.TransientException;
import io.millrace.usage.Budget;
import io.millrace.usage.SpendLedger;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections.CollectionOperationResponse;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A ledger in a collection's metadata: an entry for each owner, under a key of its own, since Qdrant merges metadata key
 * by key and compares nothing. A null removes a key.
 *
 * <p>On a cluster of several Qdrant nodes a change is seen at once on the node that took it, and on the others as soon as
 * they have applied it: until then one that reads there may lease what is already taken.
 */
public final class QdrantSpendLedger implements SpendLedger {
    private static final String KEY_PREFIX = "millrace-spend-";
    private static final String WINDOW = "window";
    private static final String END = "end";
    private static final String NANOS = "nanos";

    private final QdrantConnection connection;
    private final String collection;
    private final CollectionSetup setup;

    private QdrantSpendLedger(QdrantSettings settings, String collection) {
        this.connection = new QdrantConnection(settings, collection);
        this.collection = collection;
        this.setup = new CollectionSetup(connection, collection, new VectorName(settings.vector()));
    }

    /** Opens the ledger of a collection without calling Qdrant yet. */
    public static QdrantSpendLedger open(QdrantSettings settings, String collection) {
        return new QdrantSpendLedger(settings, collection);
    }

    @Override
    public CompletableFuture<Void> write(String owner, Budget.Window window, long nanos) {
        return update(Map.of(
                KEY_PREFIX + owner,
                ValueFactory.value(Map.of(
                        WINDOW, ValueFactory.value(window.name()),
                        END, ValueFactory.value(window.end().getEpochSecond()),
                        NANOS, ValueFactory.value(nanos)))));
    }

    @Override
    public CompletableFuture<Map<String, Long>> read(Budget.Window window) {
        return entries().thenApply(entries -> {
            Map<String, Long> totals = new HashMap<>();
            entries.forEach((key, entry) -> {
                if (window.name().equals(field(entry, WINDOW).getStringValue())) {
                    totals.put(
                            key.substring(KEY_PREFIX.length()),
                            field(entry, NANOS).getIntegerValue());
                }
            });
            return totals;
        });
    }

    @Override
    public CompletableFuture<Void> forget(Instant ended) {
        return entries().thenCompose(entries -> {
            Map<String, Value> removed = new HashMap<>();
            entries.forEach((key, entry) -> {
                if (field(entry, END).getIntegerValue() < ended.getEpochSecond()) {
                    removed.put(key, ValueFactory.nullValue());
                }
            });
            return removed.isEmpty() ? CompletableFuture.completedFuture(null) : update(removed);
        });
    }

    @Override
    public void close() {
        connection.close();
    }

    private CompletableFuture<Map<String, Value>> entries() {
        return setup.readInfo().thenApply(info -> {
            Map<String, Value> entries = new HashMap<>(info.getConfig().getMetadataMap());
            entries.keySet().removeIf(key -> !key.startsWith(KEY_PREFIX));
            return entries;
        });
    }

    private CompletableFuture<Void> update(Map<String, Value> metadata) {
        UpdateCollection request = UpdateCollection.newBuilder()
                .setCollectionName(collection)
                .putAllMetadata(metadata)
                .build();
        return connection
                .call(Action.SET_UP, CollectionsGrpc.getUpdateMethod(), request)
                .thenAccept(this::checkTaken);
    }

    private void checkTaken(CollectionOperationResponse response) {
        if (!response.getResult()) {
            throw new TransientException(
                    "store-failed",
                    "Qdrant did not change the metadata of collection '%s'".formatted(collection),
                    null);
        }
    }

    private static Value field(Value entry, String name) {
        return entry.getStructValue().getFieldsOrDefault(name, ValueFactory.nullValue());
    }
}
