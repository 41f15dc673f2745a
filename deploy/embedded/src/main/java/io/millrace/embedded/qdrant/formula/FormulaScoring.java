package io.millrace.embedded.qdrant.formula;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.util.BytesRef;

/**
 * A formula that makes a score of the scores of prefetches, of payload fields and of conditions. It is computed in
 * double precision, as Qdrant does it. Safe for use by many threads.
 */
public final class FormulaScoring {

    private final List<Condition> conditions = new ArrayList<>();
    private final Expressions.Value score;

    /** Reads a formula, or refuses it. */
    public FormulaScoring(Formula formula) {
        if (!formula.hasExpression()) {
            throw StoreException.invalid("Formula is expected to have an expression");
        }
        this.score = new Expressions(new Variables(formula.getDefaultsMap()), conditions).read(formula.getExpression());
    }

    /** The conditions in it, in the order in which {@link #score} wants to know who satisfies them. */
    public List<Condition> conditions() {
        return List.copyOf(conditions);
    }

    /**
     * The score of a point.
     *
     * @param scores what each prefetch gave, by the points' keys
     * @param satisfying for each condition, the keys of the points that satisfy it
     */
    public float score(
            BytesRef key,
            Map<String, Value> payload,
            List<Map<BytesRef, Float>> scores,
            List<Set<BytesRef>> satisfying) {
        return (float) score.of(new Candidate(key, payload, scores, satisfying));
    }
}
