package io.millrace.connector.qdrant;

import io.millrace.failure.FatalException;
import io.millrace.index.ChunkFields;
import io.millrace.index.FieldType;
import io.qdrant.client.grpc.Collections.KeywordIndexParams;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A collection's payload indexes. */
final class FieldIndexes {
    private FieldIndexes() {}

    /** The fields that can be filtered on, by path. Geographical ones can't: the port's filters have no such case. */
    static Map<String, FieldType> read(Map<String, PayloadSchemaInfo> schema) {
        Map<String, FieldType> fields = new TreeMap<>();
        schema.forEach((path, index) -> {
            FieldType type = type(index);
            if (type != null) {
                fields.put(PayloadPath.fromQdrant(path), type);
            }
        });
        return fields;
    }

    /**
     * The requests that add the indexes which the collection lacks.
     *
     * @param fields what to index beside the built-in fields
     * @throws FatalException naming the setting, when a field is indexed with another type
     */
    static List<CreateFieldIndexCollection> missing(
            String collection, Map<String, PayloadSchemaInfo> schema, Map<String, FieldType> fields) {
        Map<String, FieldType> wanted = new TreeMap<>(fields);
        ChunkFields.BUILT_IN.forEach((field, type) -> {
            FieldType configured = wanted.put(field, type);
            if (configured != null && configured != type) {
                throw new FatalException(
                        "bad-configuration",
                        "qdrant.fields.%s is %s, and '%s' is a built-in field: it is always %s; leave it out"
                                .formatted(field, configured.wireName(), field, type.wireName()));
            }
        });
        List<CreateFieldIndexCollection> missing = new ArrayList<>();
        wanted.forEach((field, type) -> {
            PayloadSchemaInfo index = schema.get(PayloadPath.toQdrant(field));
            if (index == null) {
                missing.add(create(collection, field, type));
            } else if (type(index) != type) {
                throw mismatch(collection, field, type, index);
            }
        });
        return missing;
    }

    private static FatalException mismatch(String collection, String field, FieldType type, PayloadSchemaInfo index) {
        String indexed = index.getDataType().name().toLowerCase(Locale.ROOT);
        return new FatalException(
                "field-type-mismatch",
                ChunkFields.BUILT_IN.containsKey(field)
                        ? ("Collection '%s' (qdrant.collection) has its built-in field '%s' indexed as %s, and it must"
                                        + " be %s: delete that index in Qdrant and start again")
                                .formatted(collection, field, indexed, type.wireName())
                        : ("qdrant.fields.%s is %s, and collection '%s' has it indexed as %s: change the setting, or"
                                        + " delete that index in Qdrant and start again")
                                .formatted(field, type.wireName(), collection, indexed));
    }

    static CreateFieldIndexCollection create(String collection, String field, FieldType type) {
        CreateFieldIndexCollection.Builder request = CreateFieldIndexCollection.newBuilder()
                .setCollectionName(collection)
                .setWait(true)
                .setFieldName(PayloadPath.toQdrant(field))
                .setFieldType(fieldType(type));
        if (field.equals(ChunkFields.TENANT)) {
            // Qdrant then stores each tenant's points together.
            request.setFieldIndexParams(PayloadIndexParams.newBuilder()
                    .setKeywordIndexParams(KeywordIndexParams.newBuilder().setIsTenant(true)));
        }
        return request.build();
    }

    private static Points.FieldType fieldType(FieldType type) {
        return switch (type) {
            case KEYWORD -> Points.FieldType.FieldTypeKeyword;
            case INTEGER -> Points.FieldType.FieldTypeInteger;
            case FLOAT -> Points.FieldType.FieldTypeFloat;
            case BOOL -> Points.FieldType.FieldTypeBool;
            case DATETIME -> Points.FieldType.FieldTypeDatetime;
            case TEXT -> Points.FieldType.FieldTypeText;
        };
    }

    static @Nullable FieldType type(PayloadSchemaInfo index) {
        return switch (index.getDataType()) {
            // A UUID index takes the same exact matches as a keyword index.
            case Keyword, Uuid -> FieldType.KEYWORD;
            case Integer -> FieldType.INTEGER;
            case Float -> FieldType.FLOAT;
            case Bool -> FieldType.BOOL;
            case Datetime -> FieldType.DATETIME;
            case Text -> FieldType.TEXT;
            case Geo, UnknownType, UNRECOGNIZED -> null;
        };
    }
}
