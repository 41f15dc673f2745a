package io.millrace.embedded.qdrant.filter;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Terms;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.NestedCondition;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Turns filters into Lucene queries that match the same points. What the term index decides is looked up there; the
 * rest is narrowed down there and decided on the payload.
 */
public final class FilterQueries {

    static {
        // A filter has as many conditions as its author wrote; Lucene's default of 1024 would refuse some.
        IndexSearcher.setMaxClauseCount(Integer.MAX_VALUE);
    }

    private final TextIndexes textIndexes;
    private final Function<Condition, Query> identity;

    /**
     * @param textIndexes the collection's full-text indexes
     * @param identity the query of a condition on ids or vectors, which are no part of the payload
     */
    public FilterQueries(TextIndexes textIndexes, Function<Condition, Query> identity) {
        this.textIndexes = textIndexes;
        this.identity = identity;
    }

    /** The points that satisfy a filter. A filter without conditions is satisfied by every point. */
    public Query query(Filter filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(new MatchAllDocsQuery(), Occur.FILTER);
        filter.getMustList().forEach(condition -> all.add(query(condition), Occur.FILTER));
        filter.getMustNotList().forEach(condition -> all.add(query(condition), Occur.MUST_NOT));
        if (filter.getShouldCount() > 0) {
            all.add(atLeast(1, filter.getShouldList()), Occur.FILTER);
        }
        if (filter.hasMinShould()) {
            all.add(
                    atLeast(
                            filter.getMinShould().getMinCount(),
                            filter.getMinShould().getConditionsList()),
                    Occur.FILTER);
        }
        return all.build();
    }

    private Query atLeast(long count, List<Condition> conditions) {
        if (count == 0) {
            return new MatchAllDocsQuery();
        }
        // The count is unsigned on the wire.
        if (count < 0 || count > conditions.size()) {
            return new MatchNoDocsQuery();
        }
        BooleanQuery.Builder some = new BooleanQuery.Builder();
        conditions.forEach(condition -> some.add(query(condition), Occur.SHOULD));
        return some.setMinimumNumberShouldMatch((int) count).build();
    }

    private Query query(Condition condition) {
        return switch (condition.getConditionOneOfCase()) {
            case FIELD -> field(condition);
            case IS_EMPTY -> {
                PayloadPath path = PayloadPath.parse(condition.getIsEmpty().getKey());
                yield path.namesPosition()
                        ? new PayloadQuery(new MatchAllDocsQuery(), condition, textIndexes)
                        : FieldQueries.not(FieldQueries.property(Terms.FILLED, path.canonical()));
            }
            case IS_NULL -> {
                PayloadPath path = PayloadPath.parse(condition.getIsNull().getKey());
                Query candidates = FieldQueries.property(Terms.WITH_NULL, path.canonical());
                yield path.namesPosition()
                        ? new PayloadQuery(new MatchAllDocsQuery(), condition, textIndexes)
                        : candidates;
            }
            case FILTER -> query(condition.getFilter());
            case NESTED -> nested(condition);
            case HAS_ID, HAS_VECTOR -> identity.apply(condition);
            case CONDITIONONEOF_NOT_SET -> throw StoreException.invalid("Malformed Condition type");
        };
    }

    private Query field(Condition condition) {
        PayloadPath path = PayloadPath.parse(condition.getField().getKey());
        FieldQueries.Lookup lookup = new FieldQueries(path, condition.getField()).lookup();
        return lookup.decides() ? lookup.query() : new PayloadQuery(lookup.query(), condition, textIndexes);
    }

    /** Candidates have, somewhere in the list, what each condition of the nested "must" asks for. */
    private Query nested(Condition condition) {
        NestedCondition nested = condition.getNested();
        if (!nested.hasFilter()) {
            throw StoreException.invalid("Nested condition must have a filter");
        }
        PayloadPath place = PayloadPath.parse(nested.getKey()).everyElement();
        BooleanQuery.Builder candidates = new BooleanQuery.Builder();
        candidates.add(
                new TermQuery(new Term(Terms.FIELD, Terms.property(Terms.FILLED, place.canonical()))), Occur.FILTER);
        for (Condition inner : nested.getFilter().getMustList()) {
            if (inner.hasField()) {
                PayloadPath path = place.then(PayloadPath.parse(inner.getField().getKey()));
                candidates.add(new FieldQueries(path, inner.getField()).candidates(), Occur.FILTER);
            }
        }
        return new PayloadQuery(candidates.build(), condition, textIndexes);
    }
}
