package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * A sparse vector that points may have. It is stored twice: whole, and in an inverted index with one term per index,
 * whose payload is the exact weight. A term of another length marks the points that have the vector.
 *
 * @param idf whether a query's weights are multiplied by the inverse document frequency of their indices
 */
public record SparseSpace(String name, boolean idf) implements Space {

    /** The term of every point that has the vector. */
    static final BytesRef MARK = new BytesRef(new byte[] {0});

    private static final FieldType POSTINGS = new FieldType();

    static {
        POSTINGS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        POSTINGS.setTokenized(true);
        POSTINGS.setOmitNorms(true);
        POSTINGS.freeze();
    }

    /** The field of the inverted index. */
    String postings() {
        return "s:" + name;
    }

    private String whole() {
        return "w:" + name;
    }

    /** The term of an index, as bytes whose order is the order of indices. */
    static BytesRef term(int index) {
        return new BytesRef(ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    }

    @Override
    public StoredVector prepared(StoredVector given) {
        if (given instanceof SparseVector) {
            return given;
        }
        throw Space.mixedUp("sparse");
    }

    @Override
    public float similarity(StoredVector one, StoredVector other) {
        return ((SparseVector) one).dot((SparseVector) other);
    }

    @Override
    public void add(StoredVector vector, Document document) {
        SparseVector sparse = (SparseVector) vector;
        document.add(new Field(postings(), new SparseTokens(sparse), POSTINGS));
        document.add(new BinaryDocValuesField(whole(), sparse.bytes()));
    }

    @Override
    public Vectors vectors(LeafReader reader) throws IOException {
        BinaryDocValues values = DocValues.getBinary(reader, whole());
        return document -> values.advanceExact(document) ? SparseVector.read(values.binaryValue()) : null;
    }

    @Override
    public Query exists() {
        return new TermQuery(new Term(postings(), MARK));
    }
}
