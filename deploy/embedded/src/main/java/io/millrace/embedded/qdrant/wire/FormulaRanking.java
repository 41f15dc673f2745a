package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.Location;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.formula.FormulaScoring;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.Formula;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** Ranks what prefetches found by a formula. */
final class FormulaRanking {

    private final View view;
    private final FormulaScoring formula;

    FormulaRanking(View view, Formula formula) {
        this.view = view;
        this.formula = new FormulaScoring(formula);
    }

    /** All points that were found, with the scores that the formula gives them, the largest first. */
    List<Hit> of(List<List<Hit>> found) throws IOException {
        Map<BytesRef, Hit> byKey = new LinkedHashMap<>();
        List<Map<BytesRef, Float>> scores = new ArrayList<>();
        for (List<Hit> list : found) {
            Map<BytesRef, Float> ofList = new HashMap<>();
            for (Hit hit : list) {
                byKey.putIfAbsent(hit.key(), hit);
                ofList.put(hit.key(), hit.score());
            }
            scores.add(ofList);
        }
        List<Set<BytesRef>> satisfying = new ArrayList<>();
        for (Condition condition : formula.conditions()) {
            satisfying.add(satisfying(condition, byKey.keySet()));
        }
        List<Hit> hits = new ArrayList<>();
        for (Hit hit : byKey.values()) {
            float score = formula.score(hit.key(), view.payload(hit.location()), scores, satisfying);
            hits.add(new Hit(hit.location(), hit.key(), score));
        }
        hits.sort(Comparator.comparingDouble(Hit::score).reversed().thenComparing(Hit::key));
        return hits;
    }

    private Set<BytesRef> satisfying(Condition condition, Set<BytesRef> keys) throws IOException {
        Filter filter = Filter.newBuilder().addMust(condition).build();
        BooleanQuery query = new BooleanQuery.Builder()
                .add(new TermInSetQuery(PointKey.FIELD, keys), Occur.FILTER)
                .add(view.state().filters().query(filter), Occur.FILTER)
                .build();
        Set<BytesRef> satisfying = new HashSet<>();
        for (Location location : view.matching(query)) {
            satisfying.add(view.key(location));
        }
        return satisfying;
    }
}
