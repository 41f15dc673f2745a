package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.filter.FilterQueries;
import io.millrace.embedded.qdrant.filter.TextIndexes;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionDescription;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Common.Condition;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** What is declared about a collection: name, configuration with metadata, payload indexes. Immutable. */
public final class CollectionState {

    private static final String FILE = "collection.pb";

    private final String name;
    private final CollectionInfo declared;
    private final Map<String, Space> spaces;
    private final TextIndexes textIndexes;

    /** @param declared only its configuration and payload schema are used */
    public CollectionState(String name, CollectionInfo declared) {
        this.name = name;
        this.declared = declared;
        this.spaces = spaces(declared.getConfig().getParams());
        this.textIndexes = textIndexes(declared);
    }

    private static Map<String, Space> spaces(CollectionParams params) {
        VectorsConfig config = params.getVectorsConfig();
        Map<String, Space> spaces = new TreeMap<>();
        if (config.hasParams()) {
            spaces.put("", space("", config.getParams()));
        }
        config.getParamsMap().getMapMap().forEach((name, vector) -> spaces.put(name, space(name, vector)));
        params.getSparseVectorsConfig()
                .getMapMap()
                .forEach((name, sparse) ->
                        spaces.put(name, new SparseSpace(name, sparse.getModifier() == Modifier.Idf)));
        return spaces;
    }

    private static VectorSpace space(String name, VectorParams params) {
        return new VectorSpace(name, Math.toIntExact(params.getSize()), params.getDistance());
    }

    private static TextIndexes textIndexes(CollectionInfo declared) {
        Map<String, TextIndexParams> byPlace = new HashMap<>();
        declared.getPayloadSchemaMap().forEach((field, schema) -> {
            if (schema.getDataType() == PayloadSchemaType.Text) {
                byPlace.put(
                        PayloadPath.parse(field).canonical(), schema.getParams().getTextIndexParams());
            }
        });
        return new TextIndexes(byPlace);
    }

    static CollectionState read(Path directory) throws IOException {
        try (InputStream file = Files.newInputStream(directory.resolve(FILE))) {
            String name = CollectionDescription.parseDelimitedFrom(file).getName();
            return new CollectionState(name, CollectionInfo.parseDelimitedFrom(file));
        }
    }

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    void write(Path directory) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CollectionDescription.newBuilder().setName(name).build().writeDelimitedTo(bytes);
        declared.writeDelimitedTo(bytes);
        AtomicFile.write(directory.resolve(FILE), bytes.toByteArray());
    }

    public String name() {
        return name;
    }

    /** Configuration and payload schema; counts and status are not in it. */
    public CollectionInfo declared() {
        return declared;
    }

    public CollectionConfig config() {
        return declared.getConfig();
    }

    /** The vectors that points have, by name. */
    public Map<String, Space> spaces() {
        return spaces;
    }

    /** The vector of a name, or a refusal with Qdrant's message. */
    public Space space(String vectorName) {
        Space space = spaces.get(vectorName);
        if (space == null) {
            throw StoreException.unknownVector(vectorName);
        }
        return space;
    }

    /** What was declared about the payload index of a field, or null when it has none. */
    public @Nullable PayloadSchemaInfo payloadIndex(PayloadPath path) {
        for (Map.Entry<String, PayloadSchemaInfo> index :
                declared.getPayloadSchemaMap().entrySet()) {
            if (PayloadPath.parse(index.getKey()).canonical().equals(path.canonical())) {
                return index.getValue();
            }
        }
        return null;
    }

    /** The builder of this collection's filter queries. */
    public FilterQueries filters() {
        return new FilterQueries(textIndexes, this::identity);
    }

    private Query identity(Condition condition) {
        if (condition.hasHasId()) {
            List<BytesRef> keys = condition.getHasId().getHasIdList().stream()
                    .map(PointKey::of)
                    .toList();
            return new TermInSetQuery(PointKey.FIELD, keys);
        }
        Space space = spaces.get(condition.getHasVector().getHasVector());
        return space == null ? new MatchNoDocsQuery() : space.exists();
    }
}
