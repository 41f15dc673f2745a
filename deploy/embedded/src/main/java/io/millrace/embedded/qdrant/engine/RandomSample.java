package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.lucene.search.Query;

/** Points chosen by chance, each with the same chance. */
public final class RandomSample {

    private final View view;
    private final RandomGenerator random;

    public RandomSample(View view, RandomGenerator random) {
        this.view = view;
        this.random = random;
    }

    /** Some of the points that match, or all when there are no more, in an order of chance. */
    public List<Hit> of(Query query, int count) throws IOException {
        List<Location> rest = view.matching(query);
        int chosen = Math.min(count, rest.size());
        List<Hit> hits = new ArrayList<>(chosen);
        for (int i = 0; i < chosen; i++) {
            int other = random.nextInt(i, rest.size());
            Location location = rest.get(other);
            rest.set(other, rest.get(i));
            hits.add(new Hit(location, view.key(location), 1));
        }
        return hits;
    }
}
