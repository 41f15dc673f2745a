package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.RandomSample;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.SearchMatrixOffsets;
import io.qdrant.client.grpc.Points.SearchMatrixPair;
import io.qdrant.client.grpc.Points.SearchMatrixPairs;
import io.qdrant.client.grpc.Points.SearchMatrixPoints;
import io.qdrant.client.grpc.Points.VectorInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** SearchMatrixPairs and SearchMatrixOffsets: of points chosen by chance, which of them are nearest to each. */
final class Matrix {

    private static final int DEFAULT_SAMPLE = 10;
    private static final int DEFAULT_LIMIT = 3;
    private static final int SMALLEST_SAMPLE = 2;

    private final Store store;
    private final RandomGenerator random;

    /**
     * A row of the matrix.
     *
     * @param neighbours the nearest others, nearest first
     */
    private record Row(Hit point, List<Hit> neighbours) {}

    Matrix(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    SearchMatrixPairs pairs(SearchMatrixPoints request) throws IOException {
        SearchMatrixPairs.Builder pairs = SearchMatrixPairs.newBuilder();
        for (Row row : rows(request)) {
            for (Hit neighbour : row.neighbours()) {
                pairs.addPairs(SearchMatrixPair.newBuilder()
                        .setA(PointKey.id(row.point().key()))
                        .setB(PointKey.id(neighbour.key()))
                        .setScore(neighbour.score()));
            }
        }
        return pairs.build();
    }

    SearchMatrixOffsets offsets(SearchMatrixPoints request) throws IOException {
        SearchMatrixOffsets.Builder offsets = SearchMatrixOffsets.newBuilder();
        List<Row> rows = rows(request);
        List<BytesRef> keys = rows.stream().map(row -> row.point().key()).toList();
        for (int i = 0; i < rows.size(); i++) {
            offsets.addIds(PointKey.id(keys.get(i)));
            for (Hit neighbour : rows.get(i).neighbours()) {
                offsets.addOffsetsRow(i)
                        .addOffsetsCol(keys.indexOf(neighbour.key()))
                        .addScores(neighbour.score());
            }
        }
        return offsets.build();
    }

    private List<Row> rows(SearchMatrixPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        check(request);
        int limit = request.hasLimit() ? Validation.count(request.getLimit()) : DEFAULT_LIMIT;
        Collection collection = store.collection(name);
        try (View view = collection.view()) {
            List<Hit> sample = sample(view, request);
            List<Row> rows = new ArrayList<>();
            if (sample.size() < SMALLEST_SAMPLE) {
                return rows;
            }
            TermInSetQuery among = new TermInSetQuery(
                    PointKey.FIELD, sample.stream().map(Hit::key).toList());
            Stages stages = new Stages(store, collection, view, random);
            for (Hit point : sample) {
                rows.add(new Row(point, stages.among(among, neighbours(request, PointKey.id(point.key()), limit))));
            }
            return rows;
        }
    }

    private static void check(SearchMatrixPoints request) {
        if (request.hasSample() && Long.compareUnsigned(request.getSample(), SMALLEST_SAMPLE) < 0) {
            throw StoreException.validation(
                    "sample", "value %d invalid, must be %d or larger".formatted(request.getSample(), SMALLEST_SAMPLE));
        }
        if (request.hasLimit()) {
            Validation.positive("limit", request.getLimit());
        }
        if (request.hasTimeout()) {
            Validation.positive("timeout", request.getTimeout());
        }
        FilterValidation.check("filter", request.getFilter());
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
    }

    /** In the order of ids. */
    private List<Hit> sample(View view, SearchMatrixPoints request) throws IOException {
        int size = request.hasSample() ? Validation.count(request.getSample()) : DEFAULT_SAMPLE;
        BooleanQuery having = new BooleanQuery.Builder()
                .add(view.state().space(request.getUsing()).exists(), Occur.FILTER)
                .add(view.state().filters().query(request.getFilter()), Occur.FILTER)
                .build();
        List<Hit> sample = new RandomSample(view, random).of(having, size);
        sample.sort(Comparator.comparing(Hit::key));
        return sample;
    }

    private static PrefetchQuery neighbours(SearchMatrixPoints request, PointId id, int limit) {
        return PrefetchQuery.newBuilder()
                .setQuery(Query.newBuilder().setNearest(VectorInput.newBuilder().setId(id)))
                .setUsing(request.getUsing())
                .setLimit(limit)
                .build();
    }
}
