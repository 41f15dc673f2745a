package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out writes. With wait, the answer comes when the operation is on disk and refusals are reported. Without, it
 * comes when the operation is applied; and, as on a server, a missing point or an unknown vector name is not reported.
 */
final class PointWrites {

    private static final Logger LOG = LoggerFactory.getLogger(PointWrites.class);

    private final Store store;

    PointWrites(Store store) {
        this.store = store;
    }

    UpdateResult write(String collectionName, boolean wait, PointsUpdateOperation operation) {
        Collection collection = store.collection(Validation.collectionName(collectionName));
        check(operation);
        long number = write(collection, wait, operation);
        return result(collection, wait, number);
    }

    /** One operation after another; the first that fails ends the batch, and those before it stay. */
    List<UpdateResult> writeAll(UpdateBatchPoints request) {
        Collection collection = store.collection(Validation.collectionName(request.getCollectionName()));
        if (request.getOperationsCount() == 0) {
            throw StoreException.validation("operations", "value [] invalid, must be at least 1 characters");
        }
        List<Long> numbers = new ArrayList<>();
        try {
            for (PointsUpdateOperation operation : request.getOperationsList()) {
                check(operation);
                numbers.add(write(collection, request.getWait(), operation));
            }
        } finally {
            if (request.getWait() && !numbers.isEmpty()) {
                collection.sync(numbers.get(numbers.size() - 1));
            }
        }
        return numbers.stream()
                .map(number -> result(collection, request.getWait(), number))
                .toList();
    }

    private static long write(Collection collection, boolean wait, PointsUpdateOperation operation) {
        try {
            return collection.write(operation);
        } catch (StoreException e) {
            boolean unseen =
                    e.kind() == StoreException.Kind.NOT_FOUND || e.kind() == StoreException.Kind.UNKNOWN_VECTOR;
            if (wait || !unseen) {
                throw e;
            }
            LOG.warn("A write without wait was dropped: {}", e.kind());
            return collection.lastNumber();
        }
    }

    private static UpdateResult result(Collection collection, boolean wait, long number) {
        if (wait) {
            collection.sync(number);
        }
        return UpdateResult.newBuilder()
                .setOperationId(number)
                .setStatus(wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged)
                .build();
    }

    private static void check(PointsUpdateOperation operation) {
        switch (operation.getOperationCase()) {
            case UPSERT -> {
                refuseShardKey(operation.getUpsert().hasShardKeySelector());
                checkFilter("update_filter", operation.getUpsert().getUpdateFilter());
            }
            case DELETE_POINTS ->
                check(
                        operation.getDeletePoints().getPoints(),
                        operation.getDeletePoints().hasShardKeySelector());
            case SET_PAYLOAD ->
                check(
                        operation.getSetPayload().getPointsSelector(),
                        operation.getSetPayload().hasShardKeySelector());
            case OVERWRITE_PAYLOAD ->
                check(
                        operation.getOverwritePayload().getPointsSelector(),
                        operation.getOverwritePayload().hasShardKeySelector());
            case DELETE_PAYLOAD ->
                check(
                        operation.getDeletePayload().getPointsSelector(),
                        operation.getDeletePayload().hasShardKeySelector());
            case CLEAR_PAYLOAD ->
                check(
                        operation.getClearPayload().getPoints(),
                        operation.getClearPayload().hasShardKeySelector());
            case UPDATE_VECTORS -> {
                refuseShardKey(operation.getUpdateVectors().hasShardKeySelector());
                checkFilter("update_filter", operation.getUpdateVectors().getUpdateFilter());
            }
            case DELETE_VECTORS -> {
                check(
                        operation.getDeleteVectors().getPointsSelector(),
                        operation.getDeleteVectors().hasShardKeySelector());
                if (!operation.getDeleteVectors().hasVectors()) {
                    throw StoreException.invalid("vectors is expected");
                }
            }
            default -> {}
        }
    }

    private static void check(PointsSelector selector, boolean shardKey) {
        refuseShardKey(shardKey);
        checkFilter("points.filter", selector.getFilter());
    }

    private static void checkFilter(String field, Filter filter) {
        FilterValidation.check(field, filter);
    }

    private static void refuseShardKey(boolean given) {
        Validation.notBuilt(given, "A shard key selector");
    }
}
