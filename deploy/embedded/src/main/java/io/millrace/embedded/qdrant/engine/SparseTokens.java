package io.millrace.embedded.qdrant.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.BytesTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PayloadAttribute;
import org.apache.lucene.util.BytesRef;

/** A sparse vector as the terms of its indices, each with the bits of its weight as payload, after the mark. */
final class SparseTokens extends TokenStream {

    private static final VarHandle BITS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final SparseVector vector;
    private final BytesTermAttribute term = addAttribute(BytesTermAttribute.class);
    private final PayloadAttribute payload = addAttribute(PayloadAttribute.class);
    private int next = -1;

    SparseTokens(SparseVector vector) {
        this.vector = vector;
    }

    /** The weight that a payload holds. */
    static float weight(BytesRef payload) {
        return Float.intBitsToFloat((int) BITS.get(payload.bytes, payload.offset));
    }

    @Override
    public boolean incrementToken() {
        if (next == vector.size()) {
            return false;
        }
        clearAttributes();
        if (next < 0) {
            term.setBytesRef(SparseSpace.MARK);
        } else {
            term.setBytesRef(SparseSpace.term(vector.index(next)));
            payload.setPayload(new BytesRef(ByteBuffer.allocate(Float.BYTES)
                    .putFloat(vector.weight(next))
                    .array()));
        }
        next++;
        return true;
    }

    @Override
    public void reset() {
        next = -1;
    }
}
