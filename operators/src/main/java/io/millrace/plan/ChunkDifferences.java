package io.millrace.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.index.ChunkFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields in which a chunk as it is stored differs from what it should be. */
final class ChunkDifferences {
    private static final Map<String, Function<Chunk, @Nullable Object>> FIELDS = new LinkedHashMap<>();

    static {
        FIELDS.put(ChunkFields.KIND, Chunk::kind);
        FIELDS.put(ChunkFields.URI, Chunk::uri);
        FIELDS.put(ChunkFields.TITLE, Chunk::title);
        FIELDS.put(ChunkFields.CONTENT_TYPE, Chunk::contentType);
        FIELDS.put(ChunkFields.SOURCE, Chunk::source);
        FIELDS.put(ChunkFields.HEADINGS, Chunk::headings);
        FIELDS.put(ChunkFields.ORDINAL, Chunk::ordinal);
        FIELDS.put(ChunkFields.CHUNK_COUNT, Chunk::chunkCount);
        FIELDS.put(ChunkFields.START, Chunk::start);
        FIELDS.put(ChunkFields.END, Chunk::end);
        FIELDS.put(ChunkFields.PAGE, Chunk::page);
        FIELDS.put("parent", Chunk::parent);
        FIELDS.put(ChunkFields.TEXT, Chunk::text);
        FIELDS.put(ChunkFields.TEXT_HASH, Chunk::textHash);
        FIELDS.put(ChunkFields.VERSION, Chunk::version);
        FIELDS.put(ChunkFields.TIMESTAMP, Chunk::timestamp);
        FIELDS.put(ChunkFields.REVISION, Chunk::revision);
    }

    private ChunkDifferences() {}

    /** The payload's names of the fields; empty when they are the same. Document and tenant are those of the look-up. */
    static List<String> between(Chunk expected, Chunk stored) {
        List<String> fields = new ArrayList<>();
        FIELDS.forEach((name, field) -> {
            if (!Objects.equals(field.apply(expected), field.apply(stored))) {
                fields.add(name);
            }
        });
        if (!isSame(expected.metadata(), stored.metadata())) {
            fields.add(ChunkFields.METADATA);
        }
        return fields;
    }

    /** A number is the same however it is written: a payload has integers of 64 bits and doubles, and no others. */
    private static boolean isSame(Metadata one, Metadata other) {
        return one.equals(other) || one.toObject().equals(ChunkDifferences::compare, other.toObject());
    }

    private static int compare(JsonNode one, JsonNode other) {
        if (one.equals(other)) {
            return 0;
        }
        return one.isNumber() && other.isNumber() && one.doubleValue() == other.doubleValue() ? 0 : 1;
    }
}
