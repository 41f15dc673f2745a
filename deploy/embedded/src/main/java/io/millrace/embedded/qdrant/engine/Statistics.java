package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Terms;
import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;

/**
 * Sizes of a collection.
 *
 * @param vectorsInGraphs vectors of all names; those of deleted points count until their segment is merged
 */
public record Statistics(int segments, int points, long vectorsInGraphs) {

    public static Statistics of(View view) throws IOException {
        long vectors = 0;
        for (LeafReaderContext leaf : view.leaves()) {
            for (Space space : view.state().spaces().values()) {
                vectors += space instanceof VectorSpace dense ? inGraph(leaf, dense) : 0;
            }
        }
        return new Statistics(Math.max(1, view.leaves().size()), view.size(), vectors);
    }

    private static int inGraph(LeafReaderContext leaf, VectorSpace space) throws IOException {
        FloatVectorValues values = leaf.reader().getFloatVectorValues(space.field());
        return values != null && space.canHaveGraph() && PointIndex.hasGraph(leaf) ? values.size() : 0;
    }

    /** How many points hold something in a field. */
    public static long pointsWith(View view, String field) throws IOException {
        String place = PayloadPath.parse(field).canonical();
        return view.count(new TermQuery(new Term(Terms.FIELD, Terms.property(Terms.FILLED, place))));
    }
}
