package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadEdit;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointVectors;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.VectorsSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.lucene.util.BytesRef;

/**
 * Works out what an operation changes, and refuses one that can't be carried out, before anything of it is written.
 * The same operation on the same points gives the same change, so the log is replayed through here.
 */
final class Operations {

    /** Gives the points as they are before the operation. */
    interface Points {
        View view() throws IOException;
    }

    private final CollectionState state;
    private final Points points;

    Operations(CollectionState state, Points points) {
        this.state = state;
        this.points = points;
    }

    Change change(PointsUpdateOperation operation) throws IOException {
        return switch (operation.getOperationCase()) {
            case UPSERT -> new Upserts(state, points).change(operation.getUpsert());
            case DELETE_POINTS -> delete(operation.getDeletePoints().getPoints());
            case SET_PAYLOAD -> setPayload(operation.getSetPayload());
            case OVERWRITE_PAYLOAD -> {
                Map<String, Value> payload =
                        Values.json(operation.getOverwritePayload().getPayloadMap());
                yield edit(operation.getOverwritePayload().getPointsSelector(), point -> point.withPayload(payload));
            }
            case DELETE_PAYLOAD -> deletePayload(operation.getDeletePayload());
            case CLEAR_PAYLOAD -> edit(operation.getClearPayload().getPoints(), point -> point.withPayload(Map.of()));
            case UPDATE_VECTORS -> updateVectors(operation.getUpdateVectors());
            case DELETE_VECTORS ->
                deleteVectors(
                        operation.getDeleteVectors().getPointsSelector(),
                        operation.getDeleteVectors().getVectors());
            case DELETE_DEPRECATED -> throw StoreException.notBuilt("The deprecated delete operation of UpdateBatch");
            case CLEAR_PAYLOAD_DEPRECATED ->
                throw StoreException.notBuilt("The deprecated clear_payload operation of UpdateBatch");
            case OPERATION_NOT_SET -> throw StoreException.invalid("Operation is missing");
        };
    }

    private Change delete(PointsSelector selector) {
        return switch (selector.getPointsSelectorOneOfCase()) {
            case POINTS ->
                Change.deletes(selector.getPoints().getIdsList().stream()
                        .map(PointKey::of)
                        .toList());
            case FILTER -> Change.deletesMatching(state.filters().query(selector.getFilter()));
            case POINTSSELECTORONEOF_NOT_SET -> throw StoreException.invalid("PointSelector is missing");
        };
    }

    private Change setPayload(PointsUpdateOperation.SetPayload operation) throws IOException {
        Map<String, Value> change = Values.json(operation.getPayloadMap());
        if (!operation.hasKey()) {
            return edit(
                    operation.getPointsSelector(),
                    point -> point.withPayload(PayloadEdit.merge(point.payload(), change)));
        }
        PayloadPath path = PayloadPath.parse(operation.getKey());
        return edit(
                operation.getPointsSelector(),
                point -> point.withPayload(PayloadEdit.mergeAt(point.payload(), path, change)));
    }

    private Change deletePayload(PointsUpdateOperation.DeletePayload operation) throws IOException {
        List<PayloadPath> paths =
                operation.getKeysList().stream().map(PayloadPath::parse).toList();
        return edit(operation.getPointsSelector(), point -> {
            Map<String, Value> payload = point.payload();
            for (PayloadPath path : paths) {
                payload = PayloadEdit.remove(payload, path);
            }
            return point.withPayload(payload);
        });
    }

    private Change deleteVectors(PointsSelector selector, VectorsSelector names) throws IOException {
        names.getNamesList().forEach(state::space);
        return edit(selector, point -> {
            Map<String, StoredVector> rest = new HashMap<>(point.vectors());
            names.getNamesList().forEach(rest::remove);
            return point.withVectors(rest);
        });
    }

    private Change updateVectors(PointsUpdateOperation.UpdateVectors operation) throws IOException {
        Map<BytesRef, Map<String, StoredVector>> updates = new LinkedHashMap<>();
        for (PointVectors update : operation.getPointsList()) {
            if (!update.hasId()) {
                throw StoreException.invalid("id is expected");
            }
            if (!update.hasVectors()) {
                throw StoreException.invalid("vectors is expected");
            }
            updates.computeIfAbsent(PointKey.of(update.getId()), key -> new HashMap<>())
                    .putAll(VectorInput.prepared(update.getVectors(), state));
        }
        try (View view = points.view()) {
            Map<BytesRef, Location> found = locateAll(view, updates.keySet());
            if (operation.hasUpdateFilter()) {
                Set<BytesRef> chosen = Upserts.matching(view, operation.getUpdateFilter(), found.keySet());
                found.keySet().retainAll(chosen);
            }
            return edit(view, found.values(), point -> {
                Map<String, StoredVector> vectors = new HashMap<>(point.vectors());
                vectors.putAll(updates.getOrDefault(point.key(), Map.of()));
                return point.withVectors(vectors);
            });
        }
    }

    private Change edit(PointsSelector selector, UnaryOperator<Point> edit) throws IOException {
        try (View view = points.view()) {
            return edit(view, selected(view, selector), edit);
        }
    }

    private static Change edit(View view, Collection<Location> locations, UnaryOperator<Point> edit)
            throws IOException {
        List<Point> edited = new ArrayList<>(locations.size());
        for (Location location : locations) {
            edited.add(edit.apply(view.read(location)));
        }
        return Change.puts(edited);
    }

    private Collection<Location> selected(View view, PointsSelector selector) throws IOException {
        return switch (selector.getPointsSelectorOneOfCase()) {
            case POINTS -> {
                Set<BytesRef> keys = new LinkedHashSet<>();
                for (PointId id : selector.getPoints().getIdsList()) {
                    keys.add(PointKey.of(id));
                }
                yield locateAll(view, keys).values();
            }
            case FILTER -> view.matching(state.filters().query(selector.getFilter()));
            case POINTSSELECTORONEOF_NOT_SET -> throw StoreException.invalid("points_selector is expected");
        };
    }

    private static Map<BytesRef, Location> locateAll(View view, Set<BytesRef> keys) throws IOException {
        Map<BytesRef, Location> found = view.locate(keys);
        for (BytesRef key : keys) {
            if (!found.containsKey(key)) {
                throw StoreException.notFound("No point with id %s found".formatted(PointKey.text(key)));
            }
        }
        return found;
    }
}
