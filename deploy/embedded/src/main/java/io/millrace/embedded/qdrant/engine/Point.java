package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.payload.PayloadTerms;
import io.millrace.embedded.qdrant.payload.StoredPayload;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;

/**
 * A point as it is stored.
 *
 * @param key its id, see {@link PointKey}
 * @param vectors prepared vectors by name; a point may lack some of its collection's
 */
public record Point(BytesRef key, Map<String, Value> payload, Map<String, StoredVector> vectors) {

    /** The doc-values field of the number of the operation that changed a point last. */
    static final String VERSION = "_v";

    Document document(CollectionState state, long version) {
        Document document = new Document();
        document.add(new StringField(PointKey.FIELD, key, Field.Store.NO));
        document.add(new SortedDocValuesField(PointKey.FIELD, key));
        document.add(new NumericDocValuesField(VERSION, version));
        StoredPayload.add(payload, document);
        PayloadTerms.index(payload, document);
        vectors.forEach((name, vector) -> state.space(name).add(vector, document));
        return document;
    }

    Point withPayload(Map<String, Value> changed) {
        return new Point(key, changed, vectors);
    }

    Point withVectors(Map<String, StoredVector> changed) {
        return new Point(key, payload, changed);
    }
}
