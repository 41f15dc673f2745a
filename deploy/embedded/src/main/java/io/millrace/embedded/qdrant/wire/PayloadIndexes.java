package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.CollectionState;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.DeleteFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;

/**
 * Declares payload indexes. Every field can be filtered on quickly without; a declaration shows in the payload schema,
 * and one of text makes text conditions speak of tokens.
 */
final class PayloadIndexes {

    private final Store store;

    PayloadIndexes(Store store) {
        this.store = store;
    }

    UpdateResult create(CreateFieldIndexCollection request) {
        Collection collection = store.collection(Validation.collectionName(request.getCollectionName()));
        String field = request.getFieldName();
        Validation.notEmpty("field_name", field);
        PayloadPath.parse(field);
        if (!request.hasFieldType()) {
            throw StoreException.invalid(
                    request.hasFieldIndexParams() ? "field type is missing" : "cannot convert field_type");
        }
        PayloadSchemaInfo schema = schema(request.getFieldType(), request.getFieldIndexParams());
        long number = collection.declare(state -> new CollectionState(
                state.name(),
                state.declared().toBuilder().putPayloadSchema(field, schema).build()));
        return result(number, request.getWait());
    }

    UpdateResult delete(DeleteFieldIndexCollection request) {
        Collection collection = store.collection(Validation.collectionName(request.getCollectionName()));
        String field = request.getFieldName();
        Validation.notEmpty("field_name", field);
        PayloadPath.parse(field);
        long number = collection.declare(state -> new CollectionState(
                state.name(),
                state.declared().toBuilder().removePayloadSchema(field).build()));
        return result(number, request.getWait());
    }

    private static UpdateResult result(long number, boolean wait) {
        return UpdateResult.newBuilder()
                .setOperationId(number)
                .setStatus(wait ? UpdateStatus.Completed : UpdateStatus.Acknowledged)
                .build();
    }

    private static PayloadSchemaInfo schema(FieldType type, PayloadIndexParams params) {
        if (!fits(type, params)) {
            throw StoreException.invalid("field_type (%s) and field_index_params do not match"
                    .formatted(type.name().substring("FieldType".length())));
        }
        if (params.hasTextIndexParams()) {
            requireBuilt(params.getTextIndexParams());
        }
        PayloadSchemaInfo.Builder schema = PayloadSchemaInfo.newBuilder()
                .setDataType(PayloadSchemaType.valueOf(type.name().substring("FieldType".length())));
        if (params.getIndexParamsCase() != PayloadIndexParams.IndexParamsCase.INDEXPARAMS_NOT_SET) {
            schema.setParams(params);
        }
        return schema.build();
    }

    private static void requireBuilt(TextIndexParams params) {
        Validation.notBuilt(params.hasStemmer(), "Stemming in a full-text index");
        Validation.notBuilt(
                params.getStopwords().getLanguagesCount() > 0, "Stopwords of a language in a full-text index");
    }

    private static boolean fits(FieldType type, PayloadIndexParams params) {
        return switch (params.getIndexParamsCase()) {
            case KEYWORD_INDEX_PARAMS -> type == FieldType.FieldTypeKeyword;
            case INTEGER_INDEX_PARAMS -> type == FieldType.FieldTypeInteger;
            case FLOAT_INDEX_PARAMS -> type == FieldType.FieldTypeFloat;
            case GEO_INDEX_PARAMS -> type == FieldType.FieldTypeGeo;
            case TEXT_INDEX_PARAMS -> type == FieldType.FieldTypeText;
            case BOOL_INDEX_PARAMS -> type == FieldType.FieldTypeBool;
            case DATETIME_INDEX_PARAMS -> type == FieldType.FieldTypeDatetime;
            case UUID_INDEX_PARAMS -> type == FieldType.FieldTypeUuid;
            case INDEXPARAMS_NOT_SET -> type != FieldType.UNRECOGNIZED;
        };
    }
}
