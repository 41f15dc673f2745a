package io.millrace.connector.qdrant;

import io.millrace.answer.AnswerJson;
import io.millrace.answer.kept.KeptAnswer;
import io.millrace.document.NamedUuid;
import io.millrace.embed.Vector;
import io.millrace.index.ChunkFields;
import io.millrace.index.FieldType;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.NamedVectors;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.Vectors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A kept answer as a point. */
final class AnswerPoint {
    static final String REQUEST_ID = "requestId";
    /** Named as in documents' collections: {@link FieldIndexes} then has each tenant's points stored together. */
    static final String TENANT = ChunkFields.TENANT;

    static final String CONVERSATION = "conversation";
    static final String SCOPE = "scope";
    /** Whether it has a vector. Qdrant before 1.19 may leave a replaced point the vector that it had. */
    static final String REUSABLE = "reusable";

    static final String KEPT_AT = "keptAt";
    static final String TOKENS = "tokens";

    /** What is searched by. Times are milliseconds since 1970. */
    static final Map<String, FieldType> INDEXED = Map.of(
            REQUEST_ID, FieldType.KEYWORD,
            TENANT, FieldType.KEYWORD,
            CONVERSATION, FieldType.KEYWORD,
            SCOPE, FieldType.KEYWORD,
            REUSABLE, FieldType.BOOL,
            KEPT_AT, FieldType.INTEGER,
            TOKENS, FieldType.INTEGER);

    private static final String FINGERPRINT = "fingerprint";
    private static final String QUESTION = "question";
    private static final String ANSWER = "answer";

    private static final Logger LOG = LoggerFactory.getLogger(AnswerPoint.class);
    private static final UUID NAMESPACE = NamedUuid.ofUrl("https://millrace.io/answer");
    private static final Value NONE = ValueFactory.nullValue();

    private AnswerPoint() {}

    /** A UUID version 5: the same request has the same point. */
    static PointId id(@Nullable String tenant, String requestId, String fingerprint) {
        // Lengths before the parts: no two different requests give one name.
        String name = (tenant == null ? "-:" : tenant.length() + ":" + tenant)
                + requestId.length() + ":" + requestId
                + fingerprint;
        return PointId.newBuilder()
                .setUuid(NamedUuid.of(NAMESPACE, name).toString())
                .build();
    }

    static PointStruct write(KeptAnswer answer, @Nullable Vector question) {
        PointStruct.Builder point = PointStruct.newBuilder()
                .setId(id(answer.tenant(), answer.requestId(), answer.fingerprint()))
                .setVectors(
                        question == null
                                // A point must say which vectors it has: none of the named ones.
                                ? Vectors.newBuilder()
                                        .setVectors(NamedVectors.getDefaultInstance())
                                        .build()
                                : VectorName.DENSE.of(ChunkPoints.dense(question), null))
                .putPayload(REQUEST_ID, ValueFactory.value(answer.requestId()))
                .putPayload(FINGERPRINT, ValueFactory.value(answer.fingerprint()))
                .putPayload(SCOPE, ValueFactory.value(answer.scope()))
                .putPayload(REUSABLE, ValueFactory.value(question != null))
                .putPayload(KEPT_AT, ValueFactory.value(answer.keptAt().toEpochMilli()))
                .putPayload(TOKENS, ValueFactory.value(answer.tokens()))
                .putPayload(QUESTION, ValueFactory.value(answer.question()))
                .putPayload(
                        ANSWER,
                        ValueFactory.value(new String(AnswerJson.encode(answer.answer()), StandardCharsets.UTF_8)));
        if (answer.tenant() != null) {
            point.putPayload(TENANT, ValueFactory.value(answer.tenant()));
        }
        if (answer.conversation() != null) {
            point.putPayload(CONVERSATION, ValueFactory.value(answer.conversation()));
        }
        return point.build();
    }

    /** The answer, or null when this can't be read: then it is as if it weren't kept, and its request is answered anew. */
    static @Nullable KeptAnswer read(PointId id, Map<String, Value> payload) {
        try {
            return new KeptAnswer(
                    AnswerJson.decode(text(payload, ANSWER).getBytes(StandardCharsets.UTF_8)),
                    text(payload, FINGERPRINT),
                    text(payload, SCOPE),
                    payload.containsKey(TENANT) ? text(payload, TENANT) : null,
                    payload.containsKey(CONVERSATION) ? text(payload, CONVERSATION) : null,
                    text(payload, QUESTION),
                    Instant.ofEpochMilli(keptAt(payload)),
                    tokens(payload));
        } catch (IllegalArgumentException e) {
            LOG.warn("The kept answer {} can't be read, and counts as none: {}", id.getUuid(), e.getMessage());
            return null;
        }
    }

    static long keptAt(Map<String, Value> payload) {
        return payload.getOrDefault(KEPT_AT, NONE).getIntegerValue();
    }

    static long tokens(Map<String, Value> payload) {
        return payload.getOrDefault(TOKENS, NONE).getIntegerValue();
    }

    static String requestId(Map<String, Value> payload) {
        return payload.getOrDefault(REQUEST_ID, NONE).getStringValue();
    }

    private static String text(Map<String, Value> payload, String field) {
        Value value = payload.getOrDefault(field, NONE);
        if (!value.hasStringValue()) {
            throw new IllegalArgumentException("it has no text '%s'".formatted(field));
        }
        return value.getStringValue();
    }
}
