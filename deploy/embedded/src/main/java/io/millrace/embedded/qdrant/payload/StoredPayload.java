package io.millrace.embedded.qdrant.payload;

import io.qdrant.client.grpc.JsonWithInt.Struct;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.util.BytesRef;

/** The payload as it lies in a Lucene document: the bytes of Qdrant's own {@code Struct} message. */
public final class StoredPayload {

    /** The doc-values field. A point with an empty payload has none. */
    public static final String FIELD = "_p";

    private StoredPayload() {}

    /** Adds a payload to a document. */
    public static void add(Map<String, Value> payload, Document document) {
        if (!payload.isEmpty()) {
            byte[] bytes = Struct.newBuilder().putAllFields(payload).build().toByteArray();
            document.add(new BinaryDocValuesField(FIELD, new BytesRef(bytes)));
        }
    }

    /** The payload of a document. */
    public static Map<String, Value> read(BinaryDocValues payloads, int document) throws IOException {
        if (!payloads.advanceExact(document)) {
            return Map.of();
        }
        BytesRef bytes = payloads.binaryValue();
        return Struct.parser()
                .parseFrom(bytes.bytes, bytes.offset, bytes.length)
                .getFieldsMap();
    }
}
