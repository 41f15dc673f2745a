package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.CollectionState;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadEdit;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Datatype;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.HnswConfigDiff;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.OptimizersConfigDiff;
import io.qdrant.client.grpc.Collections.ShardingMethod;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Collections.WalConfigDiff;
import java.util.Map;

/**
 * Reads a request to make a collection. Settings of a server's speed and size (graph, optimizers, quantization,
 * replicas) are kept and reported, with a server's defaults, and have no effect here.
 */
final class NewCollection {

    private static final int LARGEST_DIMENSION = 65_536;

    private NewCollection() {}

    static CollectionState state(CreateCollection request) {
        String name = Validation.newCollectionName(request.getCollectionName());
        check(request);
        CollectionConfig.Builder config = CollectionConfig.newBuilder()
                .setParams(params(request))
                .setHnswConfig(graph().mergeFrom(request.getHnswConfig()))
                .setOptimizerConfig(optimizers().mergeFrom(request.getOptimizersConfig()))
                .setWalConfig(log().mergeFrom(request.getWalConfig()))
                .putAllMetadata(PayloadEdit.merge(Map.of(), Values.json(request.getMetadataMap())));
        if (request.hasQuantizationConfig()) {
            config.setQuantizationConfig(request.getQuantizationConfig());
        }
        if (request.hasStrictModeConfig()) {
            config.setStrictModeConfig(request.getStrictModeConfig());
        }
        return new CollectionState(
                name, CollectionInfo.newBuilder().setConfig(config).build());
    }

    private static CollectionParams.Builder params(CreateCollection request) {
        CollectionParams.Builder params = CollectionParams.newBuilder()
                .setShardNumber(request.hasShardNumber() ? request.getShardNumber() : 1)
                .setReplicationFactor(request.hasReplicationFactor() ? request.getReplicationFactor() : 1)
                .setWriteConsistencyFactor(
                        request.hasWriteConsistencyFactor() ? request.getWriteConsistencyFactor() : 1)
                .setOnDiskPayload(!request.hasOnDiskPayload() || request.getOnDiskPayload());
        if (request.hasVectorsConfig()) {
            params.setVectorsConfig(request.getVectorsConfig());
        }
        if (request.getSparseVectorsConfig().getMapCount() > 0) {
            params.setSparseVectorsConfig(request.getSparseVectorsConfig());
        }
        return params;
    }

    private static HnswConfigDiff.Builder graph() {
        return HnswConfigDiff.newBuilder()
                .setM(16)
                .setEfConstruct(100)
                .setFullScanThreshold(10_000)
                .setMaxIndexingThreads(0)
                .setOnDisk(false);
    }

    private static OptimizersConfigDiff.Builder optimizers() {
        return OptimizersConfigDiff.newBuilder()
                .setDeletedThreshold(0.2)
                .setVacuumMinVectorNumber(1_000)
                .setDefaultSegmentNumber(0)
                .setIndexingThreshold(10_000)
                .setFlushIntervalSec(5);
    }

    private static WalConfigDiff.Builder log() {
        return WalConfigDiff.newBuilder()
                .setWalCapacityMb(32)
                .setWalSegmentsAhead(0)
                .setWalRetainClosed(1);
    }

    private static void check(CreateCollection request) {
        if (request.hasShardNumber()) {
            Validation.positive("shard_number", request.getShardNumber());
        }
        if (request.hasReplicationFactor()) {
            Validation.positive("replication_factor", request.getReplicationFactor());
        }
        if (request.hasWriteConsistencyFactor()) {
            Validation.positive("write_consistency_factor", request.getWriteConsistencyFactor());
        }
        checkGraph("hnsw_config", request.getHnswConfig());
        VectorsConfig vectors = request.getVectorsConfig();
        request.getSparseVectorsConfig().getMapMap().forEach((name, sparse) -> {
            if (vectors.getParamsMap().containsMap(name) || (name.isEmpty() && vectors.hasParams())) {
                throw StoreException.wrongInput(
                        "Dense and sparse vector names must be unique - duplicate found with '%s'".formatted(name));
            }
            checkSparse(sparse);
        });
        Validation.notBuilt(request.getShardingMethod() == ShardingMethod.Custom, "Custom sharding");
        Validation.notBuilt(request.getStrictModeConfig().getEnabled(), "Strict mode");
        if (vectors.hasParams()) {
            check("vectors_config.config", vectors.getParams());
        }
        vectors.getParamsMap().getMapMap().forEach((name, params) -> check("vectors_config.config.map.[]", params));
    }

    static void checkSparse(SparseVectorParams params) {
        if (params.getModifier() == Modifier.UNRECOGNIZED) {
            throw StoreException.invalid("Unknown modifier value: %d".formatted(params.getModifierValue()));
        }
        Validation.notBuilt(
                params.getIndex().getDatatype() != Datatype.Default
                        && params.getIndex().getDatatype() != Datatype.Float32,
                "A vector datatype other than Float32");
    }

    static void checkGraph(String field, HnswConfigDiff graph) {
        if (graph.hasEfConstruct() && Long.compareUnsigned(graph.getEfConstruct(), 4) < 0) {
            throw StoreException.validation(
                    field + ".ef_construct", "value %d invalid, must be 4 or larger".formatted(graph.getEfConstruct()));
        }
    }

    private static void check(String field, VectorParams params) {
        Validation.range(field + ".size", params.getSize(), 1, LARGEST_DIMENSION);
        if (params.getDistance() == Distance.UnknownDistance) {
            throw StoreException.invalid("Malformed distance parameter: UnknownDistance");
        }
        if (params.getDistance() == Distance.UNRECOGNIZED) {
            throw StoreException.invalid(
                    "Malformed distance parameter, unexpected value: %d".formatted(params.getDistanceValue()));
        }
        Validation.notBuilt(params.hasMultivectorConfig(), "A vector of vectors (multivector_config)");
        Validation.notBuilt(
                params.getDatatype() != Datatype.Default && params.getDatatype() != Datatype.Float32,
                "A vector datatype other than Float32");
    }
}
