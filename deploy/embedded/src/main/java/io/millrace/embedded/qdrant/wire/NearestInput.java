package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Location;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.LookupLocation;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.VectorInput;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/** What a nearest query searches around: a vector of the request, or the vector of a stored point. */
final class NearestInput {

    private final Store store;
    private final View view;
    private final QueryPoints request;

    NearestInput(Store store, View view, QueryPoints request) {
        this.store = store;
        this.view = view;
        this.request = request;
    }

    float[] vector() throws IOException {
        VectorInput input = request.getQuery().getNearest();
        return switch (input.getVariantCase()) {
            case DENSE -> array(input.getDense().getDataList());
            case ID -> stored(input.getId());
            case SPARSE -> throw mixedUp("sparse");
            case MULTI_DENSE -> throw mixedUp("multi");
            case DOCUMENT -> throw StoreException.notBuilt("Inference of documents");
            case IMAGE -> throw StoreException.notBuilt("Inference of images");
            case OBJECT -> throw StoreException.notBuilt("Inference of objects");
            case VARIANT_NOT_SET -> throw StoreException.invalid("No vector provided");
        };
    }

    /** A point is no answer to the query that it poses itself, unless it was looked up elsewhere. */
    boolean excludesItself() {
        return request.getQuery().getNearest().hasId() && !looksElsewhere();
    }

    private boolean looksElsewhere() {
        return request.hasLookupFrom()
                && store.collection(request.getLookupFrom().getCollectionName())
                        != store.collection(request.getCollectionName());
    }

    private float[] stored(PointId id) throws IOException {
        LookupLocation lookup = request.getLookupFrom();
        String name = lookup.hasVectorName() ? lookup.getVectorName() : request.getUsing();
        if (!looksElsewhere()) {
            return stored(view, name, id);
        }
        try (View other = store.collection(lookup.getCollectionName()).view()) {
            return stored(other, name, id);
        }
    }

    private static float[] stored(View view, String name, PointId id) throws IOException {
        BytesRef key = PointKey.of(id);
        Location location = view.locate(List.of(key)).get(key);
        float[] vector =
                location == null ? null : view.vector(location, view.state().space(name));
        if (vector == null) {
            throw StoreException.notFound("Vector with name \"%s\" for point not found".formatted(name));
        }
        return vector;
    }

    private static StoreException mixedUp(String given) {
        return StoreException.wrongInput("Conversion between %s and regular vectors failed".formatted(given));
    }

    private static float[] array(List<Float> components) {
        float[] array = new float[components.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = components.get(i);
        }
        return array;
    }
}
