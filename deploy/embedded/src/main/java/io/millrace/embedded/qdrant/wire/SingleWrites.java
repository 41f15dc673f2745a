package io.millrace.embedded.qdrant.wire;

import io.qdrant.client.grpc.Points.ClearPayloadPoints;
import io.qdrant.client.grpc.Points.DeletePayloadPoints;
import io.qdrant.client.grpc.Points.DeletePointVectors;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.SetPayloadPoints;
import io.qdrant.client.grpc.Points.UpdatePointVectors;
import io.qdrant.client.grpc.Points.UpsertPoints;

/** The write methods as the operations of a batch: the one form in which writes are logged and carried out. */
final class SingleWrites {

    private SingleWrites() {}

    static PointsUpdateOperation upsert(UpsertPoints request) {
        PointsUpdateOperation.PointStructList.Builder upsert =
                PointsUpdateOperation.PointStructList.newBuilder().addAllPoints(request.getPointsList());
        if (request.hasShardKeySelector()) {
            upsert.setShardKeySelector(request.getShardKeySelector());
        }
        if (request.hasUpdateFilter()) {
            upsert.setUpdateFilter(request.getUpdateFilter());
        }
        if (request.hasUpdateMode()) {
            upsert.setUpdateMode(request.getUpdateMode());
        }
        return PointsUpdateOperation.newBuilder().setUpsert(upsert).build();
    }

    static PointsUpdateOperation delete(DeletePoints request) {
        PointsUpdateOperation.DeletePoints.Builder delete = PointsUpdateOperation.DeletePoints.newBuilder();
        if (request.hasPoints()) {
            delete.setPoints(request.getPoints());
        }
        if (request.hasShardKeySelector()) {
            delete.setShardKeySelector(request.getShardKeySelector());
        }
        return PointsUpdateOperation.newBuilder().setDeletePoints(delete).build();
    }

    static PointsUpdateOperation updateVectors(UpdatePointVectors request) {
        PointsUpdateOperation.UpdateVectors.Builder update =
                PointsUpdateOperation.UpdateVectors.newBuilder().addAllPoints(request.getPointsList());
        if (request.hasShardKeySelector()) {
            update.setShardKeySelector(request.getShardKeySelector());
        }
        if (request.hasUpdateFilter()) {
            update.setUpdateFilter(request.getUpdateFilter());
        }
        return PointsUpdateOperation.newBuilder().setUpdateVectors(update).build();
    }

    static PointsUpdateOperation deleteVectors(DeletePointVectors request) {
        PointsUpdateOperation.DeleteVectors.Builder delete = PointsUpdateOperation.DeleteVectors.newBuilder();
        if (request.hasPointsSelector()) {
            delete.setPointsSelector(request.getPointsSelector());
        }
        if (request.hasVectors()) {
            delete.setVectors(request.getVectors());
        }
        if (request.hasShardKeySelector()) {
            delete.setShardKeySelector(request.getShardKeySelector());
        }
        return PointsUpdateOperation.newBuilder().setDeleteVectors(delete).build();
    }

    static PointsUpdateOperation setPayload(SetPayloadPoints request) {
        PointsUpdateOperation.SetPayload.Builder set =
                PointsUpdateOperation.SetPayload.newBuilder().putAllPayload(request.getPayloadMap());
        if (request.hasPointsSelector()) {
            set.setPointsSelector(request.getPointsSelector());
        }
        if (request.hasShardKeySelector()) {
            set.setShardKeySelector(request.getShardKeySelector());
        }
        if (request.hasKey()) {
            set.setKey(request.getKey());
        }
        return PointsUpdateOperation.newBuilder().setSetPayload(set).build();
    }

    static PointsUpdateOperation overwritePayload(SetPayloadPoints request) {
        PointsUpdateOperation.OverwritePayload.Builder overwrite =
                PointsUpdateOperation.OverwritePayload.newBuilder().putAllPayload(request.getPayloadMap());
        if (request.hasPointsSelector()) {
            overwrite.setPointsSelector(request.getPointsSelector());
        }
        if (request.hasShardKeySelector()) {
            overwrite.setShardKeySelector(request.getShardKeySelector());
        }
        return PointsUpdateOperation.newBuilder().setOverwritePayload(overwrite).build();
    }

    static PointsUpdateOperation deletePayload(DeletePayloadPoints request) {
        PointsUpdateOperation.DeletePayload.Builder delete =
                PointsUpdateOperation.DeletePayload.newBuilder().addAllKeys(request.getKeysList());
        if (request.hasPointsSelector()) {
            delete.setPointsSelector(request.getPointsSelector());
        }
        if (request.hasShardKeySelector()) {
            delete.setShardKeySelector(request.getShardKeySelector());
        }
        return PointsUpdateOperation.newBuilder().setDeletePayload(delete).build();
    }

    static PointsUpdateOperation clearPayload(ClearPayloadPoints request) {
        PointsUpdateOperation.ClearPayload.Builder clear = PointsUpdateOperation.ClearPayload.newBuilder();
        if (request.hasPoints()) {
            clear.setPoints(request.getPoints());
        }
        if (request.hasShardKeySelector()) {
            clear.setShardKeySelector(request.getShardKeySelector());
        }
        return PointsUpdateOperation.newBuilder().setClearPayload(clear).build();
    }
}
