package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Location;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Space;
import io.millrace.embedded.qdrant.engine.SparseVector;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.StoredVector;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.LookupLocation;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.VectorInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The vectors that a stage of a query names: those in the request, or those of stored points. */
final class QueryVectors {

    private final Store store;
    private final Collection collection;
    private final View view;

    QueryVectors(Store store, Collection collection, View view) {
        this.store = store;
        this.collection = collection;
        this.view = view;
    }

    /** The vector of an input, as it was given or as it is stored. */
    StoredVector vector(PrefetchQuery stage, VectorInput input) throws IOException {
        StoredVector vector = find(stage, input);
        if (vector == null) {
            throw StoreException.notFound("Vector with name \"%s\" for point not found".formatted(vectorName(stage)));
        }
        return vector;
    }

    /** The vectors of some inputs; those of points that do not have one are left out. */
    List<StoredVector> vectors(PrefetchQuery stage, List<VectorInput> inputs) throws IOException {
        List<StoredVector> vectors = new ArrayList<>();
        for (VectorInput input : inputs) {
            StoredVector vector = find(stage, input);
            if (vector != null) {
                vectors.add(vector);
            }
        }
        return vectors;
    }

    private @Nullable StoredVector find(PrefetchQuery stage, VectorInput input) throws IOException {
        return switch (input.getVariantCase()) {
            case DENSE -> dense(input.getDense().getDataList());
            case SPARSE ->
                SparseVector.of(
                        input.getSparse().getIndicesList(), input.getSparse().getValuesList());
            case ID -> stored(stage, input.getId());
            case MULTI_DENSE -> throw Space.mixedUp("multi");
            case DOCUMENT -> throw StoreException.notBuilt("Inference of documents");
            case IMAGE -> throw StoreException.notBuilt("Inference of images");
            case OBJECT -> throw StoreException.notBuilt("Inference of objects");
            case VARIANT_NOT_SET -> throw StoreException.invalid("No vector provided");
        };
    }

    private static StoredVector dense(List<Float> components) {
        float[] array = new float[components.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = components.get(i);
        }
        return new StoredVector.Dense(array);
    }

    /**
     * The ids whose vectors a stage and its prefetches take from the collection that is searched. A point is no answer
     * to the query that it poses itself.
     */
    List<PointId> ids(PrefetchQuery stage) {
        List<PointId> ids = new ArrayList<>();
        if (!looksElsewhere(stage)) {
            inputs(stage).stream()
                    .filter(VectorInput::hasId)
                    .map(VectorInput::getId)
                    .forEach(ids::add);
        }
        stage.getPrefetchList().forEach(prefetch -> ids.addAll(ids(prefetch)));
        return ids;
    }

    private static List<VectorInput> inputs(PrefetchQuery stage) {
        List<VectorInput> inputs = new ArrayList<>();
        switch (stage.getQuery().getVariantCase()) {
            case NEAREST -> inputs.add(stage.getQuery().getNearest());
            case NEAREST_WITH_MMR ->
                inputs.add(stage.getQuery().getNearestWithMmr().getNearest());
            case RECOMMEND -> {
                inputs.addAll(stage.getQuery().getRecommend().getPositiveList());
                inputs.addAll(stage.getQuery().getRecommend().getNegativeList());
            }
            default -> {}
        }
        return inputs;
    }

    private boolean looksElsewhere(PrefetchQuery stage) {
        return stage.hasLookupFrom() && store.collection(stage.getLookupFrom().getCollectionName()) != collection;
    }

    private static String vectorName(PrefetchQuery stage) {
        LookupLocation lookup = stage.getLookupFrom();
        return lookup.hasVectorName() ? lookup.getVectorName() : stage.getUsing();
    }

    private @Nullable StoredVector stored(PrefetchQuery stage, PointId id) throws IOException {
        if (!looksElsewhere(stage)) {
            return stored(view, vectorName(stage), id);
        }
        try (View other =
                store.collection(stage.getLookupFrom().getCollectionName()).view()) {
            return stored(other, vectorName(stage), id);
        }
    }

    private static @Nullable StoredVector stored(View view, String name, PointId id) throws IOException {
        BytesRef key = PointKey.of(id);
        Location location = view.locate(List.of(key)).get(key);
        return location == null ? null : view.vector(location, view.state().space(name));
    }
}
