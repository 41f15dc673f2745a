package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Points in the order of their ids: numbers ascending, then UUIDs. */
public final class IdOrder {

    private final View view;

    public IdOrder(View view) {
        this.view = view;
    }

    /** A segment numbers its ids in their order, so comparing numbers is comparing ids. */
    private record Numbered(int number, int document) {}

    /**
     * The first points that match.
     *
     * @param from the first id that counts, or null
     * @param count at most this many
     */
    public List<Hit> first(Query filter, @Nullable BytesRef from, int count) throws IOException {
        List<Hit> hits = new ArrayList<>();
        Weight weight = view.weight(filter);
        for (LeafReaderContext leaf : view.leaves()) {
            Scorer scorer = weight.scorer(leaf);
            if (scorer != null) {
                collect(leaf, scorer.iterator(), from, count, hits);
            }
        }
        hits.sort(Comparator.comparing(Hit::key));
        return hits.size() > count ? new ArrayList<>(hits.subList(0, count)) : hits;
    }

    private static void collect(
            LeafReaderContext leaf, DocIdSetIterator documents, @Nullable BytesRef from, int count, List<Hit> hits)
            throws IOException {
        SortedDocValues keys = DocValues.getSorted(leaf.reader(), PointKey.FIELD);
        int lowest = from == null ? 0 : keys.lookupTerm(from);
        lowest = lowest < 0 ? -lowest - 1 : lowest;
        Bits live = leaf.reader().getLiveDocs();
        PriorityQueue<Numbered> first =
                new PriorityQueue<>(Comparator.comparingInt(Numbered::number).reversed());
        int document = documents.nextDoc();
        while (document != DocIdSetIterator.NO_MORE_DOCS) {
            if ((live == null || live.get(document)) && keys.advanceExact(document) && keys.ordValue() >= lowest) {
                offer(first, count, keys.ordValue(), document);
            }
            document = documents.nextDoc();
        }
        for (Numbered numbered : first) {
            BytesRef key = BytesRef.deepCopyOf(keys.lookupOrd(numbered.number()));
            hits.add(new Hit(new Location(leaf, numbered.document()), key, 1));
        }
    }

    private static void offer(PriorityQueue<Numbered> first, int count, int number, int document) {
        if (first.size() < count) {
            first.add(new Numbered(number, document));
            return;
        }
        Numbered last = first.peek();
        if (last != null && number < last.number()) {
            first.poll();
            first.add(new Numbered(number, document));
        }
    }
}
