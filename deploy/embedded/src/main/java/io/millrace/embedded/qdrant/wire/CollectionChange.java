package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.CollectionState;
import io.millrace.embedded.qdrant.engine.SparseSpace;
import io.millrace.embedded.qdrant.engine.VectorSpace;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadEdit;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CollectionParamsDiff;
import io.qdrant.client.grpc.Collections.QuantizationConfig;
import io.qdrant.client.grpc.Collections.QuantizationConfigDiff;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsDiff;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Map;

/** Applies a request to change a collection: what it names is replaced, metadata is merged key by key. */
final class CollectionChange {

    private CollectionChange() {}

    static void check(UpdateCollection request) {
        if (request.hasTimeout()) {
            Validation.positive("timeout", request.getTimeout());
        }
        if (request.getParams().hasReplicationFactor()) {
            Validation.positive("params.replication_factor", request.getParams().getReplicationFactor());
        }
        if (request.getParams().hasWriteConsistencyFactor()) {
            Validation.positive(
                    "params.write_consistency_factor", request.getParams().getWriteConsistencyFactor());
        }
        NewCollection.checkGraph("hnsw_config", request.getHnswConfig());
        request.getSparseVectorsConfig().getMapMap().values().forEach(NewCollection::checkSparse);
        Validation.notBuilt(request.getStrictModeConfig().getEnabled(), "Strict mode");
    }

    static CollectionState apply(UpdateCollection request, CollectionState state) {
        CollectionConfig.Builder config = state.config().toBuilder();
        config.getHnswConfigBuilder().mergeFrom(request.getHnswConfig());
        config.getOptimizerConfigBuilder().mergeFrom(request.getOptimizersConfig());
        apply(request.getParams(), config.getParamsBuilder());
        if (request.hasQuantizationConfig()) {
            apply(request.getQuantizationConfig(), config);
        }
        if (request.hasStrictModeConfig()) {
            config.getStrictModeConfigBuilder().mergeFrom(request.getStrictModeConfig());
        }
        applyVectors(request, state, config);
        applySparse(request, state, config.getParamsBuilder());
        Map<String, Value> metadata = PayloadEdit.merge(config.getMetadataMap(), Values.json(request.getMetadataMap()));
        config.clearMetadata().putAllMetadata(metadata);
        return new CollectionState(
                state.name(), state.declared().toBuilder().setConfig(config).build());
    }

    private static void apply(CollectionParamsDiff diff, CollectionParams.Builder params) {
        if (diff.hasReplicationFactor()) {
            params.setReplicationFactor(diff.getReplicationFactor());
        }
        if (diff.hasWriteConsistencyFactor()) {
            params.setWriteConsistencyFactor(diff.getWriteConsistencyFactor());
        }
        if (diff.hasOnDiskPayload()) {
            params.setOnDiskPayload(diff.getOnDiskPayload());
        }
        if (diff.hasReadFanOutFactor()) {
            params.setReadFanOutFactor(diff.getReadFanOutFactor());
        }
        if (diff.hasReadFanOutDelayMs()) {
            params.setReadFanOutDelayMs(diff.getReadFanOutDelayMs());
        }
    }

    private static void apply(QuantizationConfigDiff diff, CollectionConfig.Builder config) {
        switch (diff.getQuantizationCase()) {
            case SCALAR ->
                config.setQuantizationConfig(QuantizationConfig.newBuilder().setScalar(diff.getScalar()));
            case PRODUCT ->
                config.setQuantizationConfig(QuantizationConfig.newBuilder().setProduct(diff.getProduct()));
            case BINARY ->
                config.setQuantizationConfig(QuantizationConfig.newBuilder().setBinary(diff.getBinary()));
            case TURBOQUANT ->
                config.setQuantizationConfig(QuantizationConfig.newBuilder().setTurboquant(diff.getTurboquant()));
            case DISABLED -> config.clearQuantizationConfig();
            case QUANTIZATION_NOT_SET -> {}
        }
    }

    private static void applyVectors(UpdateCollection request, CollectionState state, CollectionConfig.Builder config) {
        if (request.getVectorsConfig().hasParams()) {
            requireDense(state, "");
            apply(
                    request.getVectorsConfig().getParams(),
                    config.getParamsBuilder().getVectorsConfigBuilder().getParamsBuilder());
        }
        request.getVectorsConfig().getParamsMap().getMapMap().forEach((name, diff) -> {
            requireDense(state, name);
            var vectors = config.getParamsBuilder().getVectorsConfigBuilder();
            if (name.isEmpty()) {
                apply(diff, vectors.getParamsBuilder());
                return;
            }
            VectorParams.Builder params = vectors.getParamsMapBuilder().getMapOrThrow(name).toBuilder();
            apply(diff, params);
            vectors.getParamsMapBuilder().putMap(name, params.build());
        });
    }

    private static void applySparse(UpdateCollection request, CollectionState state, CollectionParams.Builder params) {
        request.getSparseVectorsConfig().getMapMap().forEach((name, diff) -> {
            if (!(state.spaces().get(name) instanceof SparseSpace)) {
                throw StoreException.unknownVector(name);
            }
            SparseVectorParams before = params.getSparseVectorsConfig().getMapOrThrow(name);
            params.getSparseVectorsConfigBuilder()
                    .putMap(name, before.toBuilder().mergeFrom(diff).build());
        });
    }

    private static void requireDense(CollectionState state, String name) {
        if (!(state.spaces().get(name) instanceof VectorSpace)) {
            throw StoreException.unknownVector(name);
        }
    }

    private static void apply(VectorParamsDiff diff, VectorParams.Builder params) {
        if (diff.hasHnswConfig()) {
            params.getHnswConfigBuilder().mergeFrom(diff.getHnswConfig());
        }
        if (diff.hasOnDisk()) {
            params.setOnDisk(diff.getOnDisk());
        }
    }
}
