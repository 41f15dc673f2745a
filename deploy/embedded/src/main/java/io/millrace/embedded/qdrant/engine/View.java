package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.payload.StoredPayload;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/** The points of a collection at one moment; later writes don't show. For one thread, which closes it. */
public final class View implements AutoCloseable {

    private final SearcherManager searchers;
    private final IndexSearcher searcher;
    private final CollectionState state;

    View(SearcherManager searchers, CollectionState state) throws IOException {
        this.searchers = searchers;
        this.state = state;
        this.searcher = searchers.acquire();
    }

    /** What was declared about the collection when this view was taken. */
    public CollectionState state() {
        return state;
    }

    List<LeafReaderContext> leaves() {
        return searcher.getIndexReader().leaves();
    }

    /** How many points there are. */
    public int size() {
        return searcher.getIndexReader().numDocs();
    }

    /** How many points match. */
    public long count(Query query) throws IOException {
        return searcher.count(query);
    }

    Weight weight(Query query) throws IOException {
        return searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    /** A segment's terms of a field at one of them, or null when the segment does not have it. */
    static @Nullable TermsEnum seek(LeafReaderContext leaf, String field, BytesRef term) throws IOException {
        Terms terms = leaf.reader().terms(field);
        TermsEnum found = terms == null ? null : terms.iterator();
        return found != null && found.seekExact(term) ? found : null;
    }

    /** The documents of a segment that match and are not deleted. */
    static FixedBitSet matching(LeafReaderContext leaf, Weight filter) throws IOException {
        FixedBitSet matching = new FixedBitSet(leaf.reader().maxDoc());
        Scorer scorer = filter.scorer(leaf);
        if (scorer != null) {
            Bits live = leaf.reader().getLiveDocs();
            DocIdSetIterator documents = scorer.iterator();
            int document = documents.nextDoc();
            while (document != DocIdSetIterator.NO_MORE_DOCS) {
                if (live == null || live.get(document)) {
                    matching.set(document);
                }
                document = documents.nextDoc();
            }
        }
        return matching;
    }

    /** Where points lie, in the order of the keys; keys of no point are left out. */
    public Map<BytesRef, Location> locate(Collection<BytesRef> keys) throws IOException {
        Map<BytesRef, Location> found = new HashMap<>();
        for (LeafReaderContext leaf : leaves()) {
            Terms terms = leaf.reader().terms(PointKey.FIELD);
            if (terms != null && found.size() < keys.size()) {
                locate(keys, leaf, terms.iterator(), found);
            }
        }
        Map<BytesRef, Location> ordered = new LinkedHashMap<>();
        for (BytesRef key : keys) {
            Location location = found.get(key);
            if (location != null) {
                ordered.put(key, location);
            }
        }
        return ordered;
    }

    private static void locate(
            Collection<BytesRef> keys, LeafReaderContext leaf, TermsEnum terms, Map<BytesRef, Location> found)
            throws IOException {
        Bits live = leaf.reader().getLiveDocs();
        PostingsEnum postings = null;
        for (BytesRef key : keys) {
            if (!found.containsKey(key) && terms.seekExact(key)) {
                postings = terms.postings(postings, PostingsEnum.NONE);
                int document = postings.nextDoc();
                while (document != DocIdSetIterator.NO_MORE_DOCS) {
                    if (live == null || live.get(document)) {
                        found.put(key, new Location(leaf, document));
                    }
                    document = postings.nextDoc();
                }
            }
        }
    }

    /** All points that match, in no particular order. */
    public List<Location> matching(Query query) throws IOException {
        Weight weight = weight(query);
        List<Location> found = new ArrayList<>();
        for (LeafReaderContext leaf : leaves()) {
            FixedBitSet matching = matching(leaf, weight);
            DocIdSetIterator documents = new BitSetIterator(matching, matching.length());
            int document = documents.nextDoc();
            while (document != DocIdSetIterator.NO_MORE_DOCS) {
                found.add(new Location(leaf, document));
                document = documents.nextDoc();
            }
        }
        return found;
    }

    public BytesRef key(Location location) throws IOException {
        SortedDocValues keys = DocValues.getSorted(location.leaf().reader(), PointKey.FIELD);
        if (!keys.advanceExact(location.document())) {
            throw new IOException("A stored point has no id");
        }
        return BytesRef.deepCopyOf(keys.lookupOrd(keys.ordValue()));
    }

    /** The number of the operation that changed a point last. */
    public long version(Location location) throws IOException {
        NumericDocValues versions = DocValues.getNumeric(location.leaf().reader(), Point.VERSION);
        return versions.advanceExact(location.document()) ? versions.longValue() : 0;
    }

    public Map<String, Value> payload(Location location) throws IOException {
        LeafReader reader = location.leaf().reader();
        return StoredPayload.read(DocValues.getBinary(reader, StoredPayload.FIELD), location.document());
    }

    /** A point's vector of a name, or null when it has none. */
    public @Nullable StoredVector vector(Location location, Space space) throws IOException {
        return space.vectors(location.leaf().reader()).at(location.document());
    }

    /** Everything about a point. */
    public Point read(Location location) throws IOException {
        Map<String, StoredVector> vectors = new HashMap<>();
        for (Space space : state.spaces().values()) {
            StoredVector vector = vector(location, space);
            if (vector != null) {
                vectors.put(space.name(), vector);
            }
        }
        return new Point(key(location), payload(location), vectors);
    }

    @Override
    public void close() {
        try {
            searchers.release(searcher);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
