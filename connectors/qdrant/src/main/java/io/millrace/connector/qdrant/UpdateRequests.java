package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.DeletePoints;
import io.qdrant.client.grpc.Points.PointsUpdateOperation.PointStructList;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import io.qdrant.client.grpc.Points.WriteOrdering;
import io.qdrant.client.grpc.Points.WriteOrderingType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Packs writes and removals, in order, into requests of a sane size. */
final class UpdateRequests {
    /** Above what Qdrant recommends for one upsert (64 to 256), since a batch with many removals has them too. */
    static final int MAX_POINTS = 500;

    /** Well below what proxies and gRPC servers let through. */
    static final int MAX_BYTES = 12 << 20;

    /** Removals in one filter: each is a condition that every candidate is held against. */
    static final int MAX_REMOVALS = 100;

    private final Target target;
    private final List<UpdateBatchPoints> finished = new ArrayList<>();
    private UpdateBatchPoints.Builder request = UpdateBatchPoints.newBuilder();
    private PointStructList.Builder writes = PointStructList.newBuilder();
    private int points;
    private long bytes;

    UpdateRequests(Target target) {
        this.target = target;
    }

    /** A point larger than a request may be has a request for itself. */
    void write(PointStruct point) {
        if (points == MAX_POINTS) {
            endRequest();
        }
        makeRoom(point.getSerializedSize());
        writes.addPoints(point);
        points++;
    }

    /** Writes the whole payload of a point that is there; its vector stays. */
    void overwrite(Chunk chunk, Instant ingestedAt) {
        add(
                PointsUpdateOperation.newBuilder()
                        .setOverwritePayload(PointsUpdateOperation.OverwritePayload.newBuilder()
                                .putAllPayload(ChunkPoints.payload(chunk, ingestedAt))
                                .setPointsSelector(selector(List.of(chunk))))
                        .build(),
                1);
    }

    /** Writes what the chunks, all of one state of a document, share; the rest of their payloads stays. */
    void share(List<Chunk> chunks, Instant ingestedAt) {
        Chunk any = chunks.get(0);
        List<String> absent = ChunkPoints.absent(any);
        for (int start = 0; start < chunks.size(); start += MAX_POINTS) {
            List<Chunk> part = chunks.subList(start, Math.min(start + MAX_POINTS, chunks.size()));
            add(
                    PointsUpdateOperation.newBuilder()
                            .setSetPayload(PointsUpdateOperation.SetPayload.newBuilder()
                                    .putAllPayload(ChunkPoints.shared(any, ingestedAt))
                                    .setPointsSelector(selector(part)))
                            .build(),
                    part.size());
            if (!absent.isEmpty()) {
                add(
                        PointsUpdateOperation.newBuilder()
                                .setDeletePayload(PointsUpdateOperation.DeletePayload.newBuilder()
                                        .addAllKeys(absent)
                                        .setPointsSelector(selector(part)))
                                .build(),
                        part.size());
            }
        }
    }

    private static PointsSelector selector(List<Chunk> chunks) {
        PointsIdsList.Builder ids = PointsIdsList.newBuilder();
        chunks.forEach(chunk -> ids.addIds(PointId.newBuilder().setUuid(chunk.id())));
        return PointsSelector.newBuilder().setPoints(ids).build();
    }

    private void add(PointsUpdateOperation operation, int touched) {
        if (points + touched > MAX_POINTS) {
            endRequest();
        }
        makeRoom(operation.getSerializedSize());
        endWrites();
        request.addOperations(operation);
        points += touched;
    }

    void remove(List<Removal> removals) {
        for (int start = 0; start < removals.size(); start += MAX_REMOVALS) {
            int end = Math.min(start + MAX_REMOVALS, removals.size());
            PointsUpdateOperation removal = PointsUpdateOperation.newBuilder()
                    .setDeletePoints(DeletePoints.newBuilder()
                            .setPoints(PointsSelector.newBuilder()
                                    .setFilter(target.own(Removal.anyOf(removals.subList(start, end))))))
                    .build();
            makeRoom(removal.getSerializedSize());
            endWrites();
            request.addOperations(removal);
        }
    }

    List<UpdateBatchPoints> finish() {
        endRequest();
        return List.copyOf(finished);
    }

    private void makeRoom(int size) {
        if (bytes + size > MAX_BYTES) {
            endRequest();
        }
        bytes += size;
    }

    private void endWrites() {
        if (writes.getPointsCount() > 0) {
            request.addOperations(PointsUpdateOperation.newBuilder().setUpsert(writes));
            writes = PointStructList.newBuilder();
        }
    }

    private void endRequest() {
        endWrites();
        if (request.getOperationsCount() > 0) {
            finished.add(request.setCollectionName(target.collection())
                    .setWait(true)
                    // By a fixed replica: two updates of one point can't pass each other. Of no cost with one replica.
                    .setOrdering(WriteOrdering.newBuilder().setType(WriteOrderingType.Medium))
                    .build());
        }
        request = UpdateBatchPoints.newBuilder();
        points = 0;
        bytes = 0;
    }
}
