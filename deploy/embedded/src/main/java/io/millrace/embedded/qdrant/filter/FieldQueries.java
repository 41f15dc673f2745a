package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.PayloadTerms;
import io.millrace.embedded.qdrant.payload.Terms;
import io.qdrant.client.grpc.Common.FieldCondition;
import io.qdrant.client.grpc.Common.Match;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** What the term index knows about a condition on one field. */
final class FieldQueries {

    /**
     * A query for the points that satisfy a condition.
     *
     * @param decides false when the query also matches points whose payload has to be tried
     */
    record Lookup(Query query, boolean decides) {}

    private final PayloadPath path;
    private final String place;
    private final FieldCondition condition;

    FieldQueries(PayloadPath path, FieldCondition condition) {
        this.path = path;
        this.place = path.canonical();
        this.condition = condition;
    }

    static Query property(char kind, String place) {
        return new TermQuery(new Term(Terms.FIELD, Terms.property(kind, place)));
    }

    static Query not(Query query) {
        return new BooleanQuery.Builder()
                .add(new MatchAllDocsQuery(), Occur.FILTER)
                .add(query, Occur.MUST_NOT)
                .build();
    }

    private static Query or(List<Query> queries) {
        if (queries.size() == 1) {
            return queries.get(0);
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        queries.forEach(query -> any.add(query, Occur.SHOULD));
        return any.build();
    }

    Lookup lookup() {
        boolean ofAbsence = isOfAbsence();
        if (path.namesPosition()) {
            return new Lookup(ofAbsence ? new MatchAllDocsQuery() : byValue().query(), false);
        }
        return ofAbsence ? new Lookup(byShape(), true) : byValue();
    }

    /**
     * Points that may have, in some element of a list, a value that satisfies the condition. What another element
     * holds says nothing about a field that is missing in one, so nothing is ruled out there.
     */
    Query candidates() {
        return isOfAbsence() ? new MatchAllDocsQuery() : byValue().query();
    }

    private boolean isOfAbsence() {
        return condition.hasValuesCount() || condition.hasIsEmpty() || condition.hasIsNull();
    }

    private Query byShape() {
        Query absent = not(or(List.of(property(Terms.FILLED, place), property(Terms.EMPTY, place))));
        if (condition.hasValuesCount()) {
            Bounds bounds = Bounds.of(condition.getValuesCount());
            Query counted = points(PayloadTerms.COUNTS, bounds);
            return bounds.contains(0) ? or(List.of(counted, absent)) : counted;
        }
        if (condition.hasIsEmpty()) {
            return condition.getIsEmpty()
                    ? or(List.of(property(Terms.EMPTY, place), absent))
                    : property(Terms.FILLED, place);
        }
        return condition.getIsNull()
                ? property(Terms.WITH_NULL, place)
                : or(List.of(property(Terms.NO_NULL, place), absent));
    }

    private Lookup byValue() {
        List<Query> any = new ArrayList<>();
        boolean decides = true;
        if (condition.hasMatch()) {
            Lookup match = match(condition.getMatch());
            any.add(match.query());
            decides = match.decides();
        }
        if (condition.hasRange()) {
            any.add(points(PayloadTerms.NUMBERS, Bounds.of(condition.getRange())));
        }
        if (condition.hasDatetimeRange()) {
            any.add(points(PayloadTerms.MOMENTS, Bounds.of(condition.getDatetimeRange())));
        }
        if (condition.hasGeoBoundingBox() || condition.hasGeoRadius() || condition.hasGeoPolygon()) {
            any.add(property(Terms.LOCATION, place));
            decides = false;
        }
        return any.isEmpty() ? new Lookup(new MatchNoDocsQuery(), true) : new Lookup(or(any), decides);
    }

    private Lookup match(Match match) {
        return switch (match.getMatchValueCase()) {
            case KEYWORD -> exactly(List.of(Terms.keyword(place, match.getKeyword())));
            case INTEGER -> exactly(List.of(Terms.integer(place, match.getInteger())));
            case BOOLEAN -> exactly(List.of(Terms.bool(place, match.getBoolean())));
            case KEYWORDS ->
                exactly(match.getKeywords().getStringsList().stream()
                        .map(keyword -> Terms.keyword(place, keyword))
                        .toList());
            case INTEGERS ->
                exactly(match.getIntegers().getIntegersList().stream()
                        .map(integer -> Terms.integer(place, integer))
                        .toList());
            case EXCEPT_KEYWORDS, EXCEPT_INTEGERS -> new Lookup(property(Terms.FILLED, place), false);
            case TEXT, TEXT_ANY, PHRASE -> new Lookup(property(Terms.STRING, place), false);
            case MATCHVALUE_NOT_SET -> throw StoreException.invalid("Malformed Match condition");
        };
    }

    private static Lookup exactly(List<BytesRef> terms) {
        if (terms.isEmpty()) {
            return new Lookup(new MatchNoDocsQuery(), true);
        }
        Query query = terms.size() == 1
                ? new TermQuery(new Term(Terms.FIELD, terms.get(0)))
                : new TermInSetQuery(Terms.FIELD, terms);
        return new Lookup(query, true);
    }

    private Query points(String field, Bounds bounds) {
        if (bounds.isEmpty()) {
            return new MatchNoDocsQuery();
        }
        long hash = Terms.hash(place);
        return LongPoint.newRangeQuery(field, new long[] {hash, bounds.lowest()}, new long[] {hash, bounds.highest()});
    }
}
