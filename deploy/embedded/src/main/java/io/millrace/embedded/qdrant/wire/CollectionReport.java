package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Statistics;
import io.millrace.embedded.qdrant.engine.View;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.OptimizerStatus;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.UpdateQueueInfo;
import java.io.IOException;
import java.util.Map;

/** What a collection is and holds. It is yellow while a graph is being built in the background. */
final class CollectionReport {

    private CollectionReport() {}

    static CollectionInfo of(Collection collection) throws IOException {
        try (View view = collection.view()) {
            Statistics statistics = Statistics.of(view);
            CollectionInfo.Builder info = view.state().declared().toBuilder()
                    .setStatus(collection.isBuildingGraphs() ? CollectionStatus.Yellow : CollectionStatus.Green)
                    .setOptimizerStatus(OptimizerStatus.newBuilder().setOk(true))
                    .setSegmentsCount(statistics.segments())
                    .setPointsCount(statistics.points())
                    .setIndexedVectorsCount(statistics.vectorsInGraphs())
                    .setUpdateQueue(UpdateQueueInfo.newBuilder().setLength(0));
            for (Map.Entry<String, PayloadSchemaInfo> field :
                    view.state().declared().getPayloadSchemaMap().entrySet()) {
                long points = Statistics.pointsWith(view, field.getKey());
                info.putPayloadSchema(
                        field.getKey(),
                        field.getValue().toBuilder().setPoints(points).build());
            }
            return info.build();
        }
    }
}
