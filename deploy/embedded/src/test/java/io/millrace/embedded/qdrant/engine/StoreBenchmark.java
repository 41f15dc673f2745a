package io.millrace.embedded.qdrant.engine;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.CollectionsGrpc;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.Match;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.SearchParams;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.VectorInput;
import io.qdrant.client.grpc.Points.Vectors;
import io.qdrant.client.grpc.PointsGrpc;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Measures the store over gRPC: {@code StoreBenchmark DIRECTORY [POINTS] [DIMENSION]}. Run by hand; prints p50, p99 and
 * the largest of each kind of request in milliseconds. The vectors are clustered, as those of texts are.
 */
final class StoreBenchmark {

    private static final int BATCH = 256;
    private static final int DOCUMENT_POINTS = 20;
    private static final String NAME = "benchmark";

    private final PointsGrpc.PointsBlockingStub points;
    private final CollectionsGrpc.CollectionsBlockingStub collections;
    private final int dimension;
    private final Random random = new Random(7);
    private final float[][] centres;

    private StoreBenchmark(ManagedChannel channel, int dimension) {
        this.points = PointsGrpc.newBlockingStub(channel);
        this.collections = CollectionsGrpc.newBlockingStub(channel);
        this.dimension = dimension;
        this.centres = new float[500][];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = gaussian(1, new float[dimension]);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100_000;
        int dimension = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 384;
        try (EmbeddedQdrant store = EmbeddedQdrant.start(Path.of(arguments[0]), 0, null)) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", store.port())
                    .usePlaintext()
                    .maxInboundMessageSize(Integer.MAX_VALUE)
                    .build();
            try {
                new StoreBenchmark(channel, dimension).run(count);
            } finally {
                channel.shutdownNow();
            }
        }
    }

    private void run(int count) throws InterruptedException {
        VectorParams params = VectorParams.newBuilder()
                .setSize(dimension)
                .setDistance(Distance.Cosine)
                .build();
        collections.create(CreateCollection.newBuilder()
                .setCollectionName(NAME)
                .setVectorsConfig(VectorsConfig.newBuilder().setParams(params))
                .build());
        long start = System.nanoTime();
        int batches = count / BATCH;
        print("upsert of 256, wait=true", batches, i -> upsert(i * BATCH));
        System.out.printf(Locale.ROOT, "all of it: %.1f s%n", (System.nanoTime() - start) / 1e9);
        searches("before graphs");
        long waited = System.nanoTime();
        awaitGraphs();
        System.out.printf(Locale.ROOT, "graphs were built after %.1f s more%n", (System.nanoTime() - waited) / 1e9);
        searches("with graphs");
        recall(count);
        print("count by document", 200, i -> count(i % (count / DOCUMENT_POINTS)));
        print("scroll of 100", 200, i -> scroll(i * 100));
        print("upsert of 256 into graphs, then delete by document", 40, i -> {
            upsert(count + i * BATCH);
            delete(i);
        });
        searches("after more writes");
    }

    private void searches(String when) {
        print("top 10, filter of 1 %, " + when, 300, i -> search(filter("tenant", i % 100), false));
        print("top 10, filter of 50 %, " + when, 100, i -> search(filter("half", i % 2), false));
        print("top 10, no filter, " + when, 100, i -> search(Filter.getDefaultInstance(), false));
    }

    private void recall(int count) {
        double found = 0;
        for (int i = 0; i < 50; i++) {
            QueryPoints query = query(filter("half", i % 2), false);
            Set<PointId> exact = new HashSet<>();
            points.query(query.toBuilder()
                            .setParams(SearchParams.newBuilder().setExact(true))
                            .build())
                    .getResultList()
                    .forEach(point -> exact.add(point.getId()));
            for (ScoredPoint point : points.query(query).getResultList()) {
                found += exact.contains(point.getId()) ? 1 : 0;
            }
        }
        System.out.printf(Locale.ROOT, "recall@10 with a filter of 50 %% of %d: %.4f%n", count, found / 500);
    }

    private void awaitGraphs() throws InterruptedException {
        GetCollectionInfoRequest request =
                GetCollectionInfoRequest.newBuilder().setCollectionName(NAME).build();
        long deadline = System.nanoTime() + 600_000_000_000L;
        while (System.nanoTime() < deadline) {
            long indexed = collections.get(request).getResult().getIndexedVectorsCount();
            if (indexed * 10 > collections.get(request).getResult().getPointsCount() * 9) {
                return;
            }
            Thread.sleep(200);
        }
    }

    private void upsert(int first) {
        UpsertPoints.Builder request =
                UpsertPoints.newBuilder().setCollectionName(NAME).setWait(true);
        for (int i = first; i < first + BATCH; i++) {
            request.addPoints(PointStruct.newBuilder()
                    .setId(PointId.newBuilder().setNum(i))
                    .setVectors(
                            Vectors.newBuilder().setVector(Vector.newBuilder().setDense(vector())))
                    .putPayload("documentId", text("document-" + i / DOCUMENT_POINTS))
                    .putPayload("tenant", text("tenant-" + i % 100))
                    .putPayload("half", text("half-" + i % 2))
                    .putPayload("ordinal", Value.newBuilder().setIntegerValue(i).build())
                    .putPayload("text", text("The text of point " + i + " goes on for a while. ".repeat(20))));
        }
        points.upsert(request.build());
    }

    private void search(Filter filter, boolean exact) {
        points.query(query(filter, exact));
    }

    private QueryPoints query(Filter filter, boolean exact) {
        return QueryPoints.newBuilder()
                .setCollectionName(NAME)
                .setQuery(Query.newBuilder().setNearest(VectorInput.newBuilder().setDense(vector())))
                .setFilter(filter)
                .setLimit(10)
                .setParams(SearchParams.newBuilder().setExact(exact))
                .build();
    }

    private void count(int document) {
        points.count(CountPoints.newBuilder()
                .setCollectionName(NAME)
                .setFilter(filter("documentId", "document-" + document))
                .build());
    }

    private void scroll(int from) {
        points.scroll(ScrollPoints.newBuilder()
                .setCollectionName(NAME)
                .setOffset(PointId.newBuilder().setNum(from))
                .setLimit(100)
                .build());
    }

    private void delete(int document) {
        points.delete(DeletePoints.newBuilder()
                .setCollectionName(NAME)
                .setWait(true)
                .setPoints(PointsSelector.newBuilder().setFilter(filter("documentId", "document-" + document)))
                .build());
    }

    private static Filter filter(String key, int number) {
        return filter(key, key + "-" + number);
    }

    private static Filter filter(String key, String value) {
        return Filter.newBuilder()
                .addMust(Condition.newBuilder()
                        .setField(FieldCondition.newBuilder()
                                .setKey(key)
                                .setMatch(Match.newBuilder().setKeyword(value))))
                .build();
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private DenseVector vector() {
        float[] vector = gaussian(0.7, centres[random.nextInt(centres.length)].clone());
        DenseVector.Builder dense = DenseVector.newBuilder();
        for (float component : vector) {
            dense.addData(component);
        }
        return dense.build();
    }

    private float[] gaussian(double spread, float[] around) {
        for (int i = 0; i < around.length; i++) {
            around[i] += (float) (spread * random.nextGaussian());
        }
        return around;
    }

    private interface Work {
        void run(int round);
    }

    private static void print(String what, int rounds, Work work) {
        double[] milliseconds = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            work.run(i);
            milliseconds[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(milliseconds);
        System.out.printf(
                Locale.ROOT,
                "%-60s p50 %.1f  p99 %.1f  max %.1f%n",
                what,
                milliseconds[rounds / 2],
                milliseconds[rounds * 99 / 100],
                milliseconds[rounds - 1]);
    }
}
