package io.millrace.embedded.qdrant.wire;

import io.grpc.stub.StreamObserver;
import io.millrace.embedded.qdrant.engine.Store;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.PointsGrpc;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Qdrant's Points service. What is not overridden here answers UNIMPLEMENTED. */
public final class PointsService extends PointsGrpc.PointsImplBase {

    private final PointWrites writes;
    private final PointReads reads;
    private final Queries queries;
    private final Groups groups;
    private final Facets facets;
    private final Matrix matrix;
    private final PayloadIndexes indexes;

    public PointsService(Store store) {
        this.writes = new PointWrites(store);
        this.reads = new PointReads(store);
        RandomGenerator random = new SecureRandom();
        this.queries = new Queries(store, random);
        this.groups = new Groups(store, random);
        this.facets = new Facets(store);
        this.matrix = new Matrix(store, random);
        this.indexes = new PayloadIndexes(store);
    }

    @Override
    public void upsert(Points.UpsertPoints request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.upsert(request));
    }

    @Override
    public void delete(Points.DeletePoints request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.delete(request));
    }

    @Override
    public void updateVectors(
            Points.UpdatePointVectors request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.updateVectors(request));
    }

    @Override
    public void deleteVectors(
            Points.DeletePointVectors request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.deleteVectors(request));
    }

    @Override
    public void setPayload(Points.SetPayloadPoints request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.setPayload(request));
    }

    @Override
    public void overwritePayload(
            Points.SetPayloadPoints request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.overwritePayload(request));
    }

    @Override
    public void deletePayload(
            Points.DeletePayloadPoints request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.deletePayload(request));
    }

    @Override
    public void clearPayload(
            Points.ClearPayloadPoints request, StreamObserver<Points.PointsOperationResponse> observer) {
        write(observer, request.getCollectionName(), request.getWait(), SingleWrites.clearPayload(request));
    }

    private void write(
            StreamObserver<Points.PointsOperationResponse> observer,
            String collection,
            boolean wait,
            PointsUpdateOperation operation) {
        Replies.send(observer, clock -> {
            Points.UpdateResult result = writes.write(collection, wait, operation);
            return Points.PointsOperationResponse.newBuilder()
                    .setResult(result)
                    .setTime(clock.seconds())
                    .build();
        });
    }

    @Override
    public void updateBatch(Points.UpdateBatchPoints request, StreamObserver<Points.UpdateBatchResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.UpdateBatchResponse.newBuilder()
                        .addAllResult(writes.writeAll(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void createFieldIndex(
            Points.CreateFieldIndexCollection request, StreamObserver<Points.PointsOperationResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.PointsOperationResponse.newBuilder()
                        .setResult(indexes.create(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void deleteFieldIndex(
            Points.DeleteFieldIndexCollection request, StreamObserver<Points.PointsOperationResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.PointsOperationResponse.newBuilder()
                        .setResult(indexes.delete(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void get(Points.GetPoints request, StreamObserver<Points.GetResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.GetResponse.newBuilder()
                        .addAllResult(reads.get(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void scroll(Points.ScrollPoints request, StreamObserver<Points.ScrollResponse> observer) {
        Replies.send(
                observer,
                clock -> reads.scroll(request).setTime(clock.seconds()).build());
    }

    @Override
    public void count(Points.CountPoints request, StreamObserver<Points.CountResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.CountResponse.newBuilder()
                        .setResult(Points.CountResult.newBuilder().setCount(reads.count(request)))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void query(Points.QueryPoints request, StreamObserver<Points.QueryResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.QueryResponse.newBuilder()
                        .addAllResult(queries.query(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void queryBatch(Points.QueryBatchPoints request, StreamObserver<Points.QueryBatchResponse> observer) {
        Replies.send(observer, clock -> {
            Validation.collectionName(request.getCollectionName());
            Points.QueryBatchResponse.Builder response = Points.QueryBatchResponse.newBuilder();
            for (Points.QueryPoints query : request.getQueryPointsList()) {
                Points.QueryPoints inCollection = query.toBuilder()
                        .setCollectionName(request.getCollectionName())
                        .build();
                response.addResult(Points.BatchResult.newBuilder().addAllResult(queries.query(inCollection)));
            }
            return response.setTime(clock.seconds()).build();
        });
    }

    @Override
    public void search(Points.SearchPoints request, StreamObserver<Points.SearchResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.SearchResponse.newBuilder()
                        .addAllResult(queries.query(LegacySearch.query(request)))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void searchBatch(Points.SearchBatchPoints request, StreamObserver<Points.SearchBatchResponse> observer) {
        Replies.send(observer, clock -> {
            Points.SearchBatchResponse.Builder response = Points.SearchBatchResponse.newBuilder();
            for (Points.SearchPoints search : request.getSearchPointsList()) {
                Points.QueryPoints query = LegacySearch.query(search).toBuilder()
                        .setCollectionName(request.getCollectionName())
                        .build();
                response.addResult(Points.BatchResult.newBuilder().addAllResult(queries.query(query)));
            }
            return response.setTime(clock.seconds()).build();
        });
    }

    @Override
    public void queryGroups(Points.QueryPointGroups request, StreamObserver<Points.QueryGroupsResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.QueryGroupsResponse.newBuilder()
                        .setResult(Points.GroupsResult.newBuilder().addAllGroups(groups.query(request)))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void facet(Points.FacetCounts request, StreamObserver<Points.FacetResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.FacetResponse.newBuilder()
                        .addAllHits(facets.count(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void searchMatrixPairs(
            Points.SearchMatrixPoints request, StreamObserver<Points.SearchMatrixPairsResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.SearchMatrixPairsResponse.newBuilder()
                        .setResult(matrix.pairs(request))
                        .setTime(clock.seconds())
                        .build());
    }

    @Override
    public void searchMatrixOffsets(
            Points.SearchMatrixPoints request, StreamObserver<Points.SearchMatrixOffsetsResponse> observer) {
        Replies.send(
                observer,
                clock -> Points.SearchMatrixOffsetsResponse.newBuilder()
                        .setResult(matrix.offsets(request))
                        .setTime(clock.seconds())
                        .build());
    }
}
