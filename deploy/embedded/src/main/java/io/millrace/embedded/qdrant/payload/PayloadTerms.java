package io.millrace.embedded.qdrant.payload;

import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * Adds what filters look for in a payload to a Lucene document, for every place of the payload and whether or not a
 * payload index was declared: an exact term per scalar and per property (see {@link Terms}), and a two-dimensional
 * point (hash of the place, value) per number, per moment and per count of values.
 */
public final class PayloadTerms {

    /** Numbers, as (place, sortable double). */
    public static final String NUMBERS = "_n";
    /** Moments, as (place, microseconds). */
    public static final String MOMENTS = "_d";
    /** How many values a place holds, as (place, count). */
    public static final String COUNTS = "_c";

    private final Document document;
    private final Set<BytesRef> terms = new HashSet<>();

    private PayloadTerms(Document document) {
        this.document = document;
    }

    /** Adds the terms and points of a payload to a document. */
    public static void index(Map<String, Value> payload, Document document) {
        PayloadTerms index = new PayloadTerms(document);
        payload.forEach((key, value) -> index.visit(PayloadPath.below("", key), value));
        index.terms.forEach(term -> document.add(new StringField(Terms.FIELD, term, Field.Store.NO)));
    }

    private void visit(String place, Value value) {
        List<Value> elements = Values.elements(value);
        boolean isNull = Values.isNull(value);
        boolean empty = isNull || elements.isEmpty();
        terms.add(Terms.property(empty ? Terms.EMPTY : Terms.FILLED, place));
        terms.add(Terms.property(elements.stream().anyMatch(Values::isNull) ? Terms.WITH_NULL : Terms.NO_NULL, place));
        document.add(new LongPoint(COUNTS, Terms.hash(place), isNull ? 0 : elements.size()));
        elements.forEach(element -> scalar(place, element));
        if (value.hasStructValue()) {
            value.getStructValue().getFieldsMap().forEach((key, child) -> visit(PayloadPath.below(place, key), child));
        } else if (value.hasListValue()) {
            elements.forEach(element -> visit(place + "[]", element));
        }
    }

    private void scalar(String place, Value value) {
        switch (value.getKindCase()) {
            case STRING_VALUE -> string(place, value.getStringValue());
            case BOOL_VALUE -> terms.add(Terms.bool(place, value.getBoolValue()));
            case INTEGER_VALUE -> {
                terms.add(Terms.integer(place, value.getIntegerValue()));
                number(place, (double) value.getIntegerValue());
            }
            case DOUBLE_VALUE -> number(place, value.getDoubleValue());
            case STRUCT_VALUE -> struct(place, value.getStructValue().getFieldsMap());
            case LIST_VALUE, NULL_VALUE, KIND_NOT_SET -> {}
        }
    }

    private void string(String place, String text) {
        terms.add(Terms.keyword(place, text));
        terms.add(Terms.property(Terms.STRING, place));
        Long micros = Datetimes.micros(text);
        if (micros != null) {
            document.add(new LongPoint(MOMENTS, Terms.hash(place), micros));
        }
    }

    private void number(String place, double number) {
        // Adding zero makes one number of the two zeros.
        document.add(new LongPoint(NUMBERS, Terms.hash(place), NumericUtils.doubleToSortableLong(number + 0.0)));
    }

    private void struct(String place, Map<String, Value> fields) {
        if (Values.number(fields.get("lon")) != null && Values.number(fields.get("lat")) != null) {
            terms.add(Terms.property(Terms.LOCATION, place));
        }
    }
}
