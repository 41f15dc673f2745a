package io.millrace.connector.onnx;

import io.millrace.embed.Distance;
import io.millrace.failure.FatalException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sentence transformer as it was published: where its files are and how its vectors are made from them.
 *
 * @param name as {@code embedding.model} gives it
 * @param revision of all that decides its vectors: the first twelve digits of the SHA-256 of the ONNX file, what lies
 *     beside it of its weights, the tokenizer.json, and a text of pooling, unit length and most pieces. Stated for a model
 *     of a jar, since hashing the files takes a while; a test holds it to them
 * @param files where its files are
 * @param maxPieces word pieces that the network was trained to read, those that frame a text among them
 * @param dimension numbers in a vector
 * @param output the network's output that is read
 * @param pooling from word pieces' vectors to the text's; null where the network does that itself
 * @param unitLength whether vectors are brought to length one
 * @param distance how its vectors are compared
 * @param padding the number of the word piece that fills up shorter texts of a run
 */
record SentenceTransformer(
        String name,
        String revision,
        ModelFiles files,
        int maxPieces,
        int dimension,
        String output,
        @Nullable Pooling pooling,
        boolean unitLength,
        Distance distance,
        int padding) {

    /** The most word pieces that frame a text, such as [CLS] before it and [SEP] after it. */
    static final int FRAME = 2;

    /** Its settings are those of sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face hub. */
    static final SentenceTransformer ALL_MINILM_L6_V2 = new SentenceTransformer(
            "all-MiniLM-L6-v2",
            "c2976633077d",
            new ModelFiles.Resources("/all-minilm-l6-v2.onnx", "/all-minilm-l6-v2-tokenizer.json"),
            256,
            384,
            "last_hidden_state",
            Pooling.MEAN,
            true,
            Distance.COSINE,
            0);

    private static final Map<String, SentenceTransformer> KNOWN =
            new TreeMap<>(Map.of(ALL_MINILM_L6_V2.name(), ALL_MINILM_L6_V2));

    /**
     * The model of a name among those that come in jars, or the default for null.
     *
     * @param key the configuration key of the name
     * @param directoryKey the configuration key that any other model is given by
     * @throws FatalException for a name that isn't known
     */
    static SentenceTransformer named(@Nullable String name, String key, String directoryKey) {
        if (name == null) {
            return ALL_MINILM_L6_V2;
        }
        SentenceTransformer known = KNOWN.get(name);
        if (known == null) {
            throw new FatalException(
                    "unknown-model",
                    "Unknown embedding model '%s' (%s) of provider onnx. Known: %s. Any other needs its directory (%s)"
                            .formatted(name, key, String.join(", ", KNOWN.keySet()), directoryKey));
        }
        return known;
    }

    /** What decides the vectors beside the files, as the revision holds it. */
    static String settings(@Nullable Pooling pooling, boolean unitLength, int maxPieces) {
        return "%s %s %d".formatted(pooling, unitLength, maxPieces);
    }

    /** Where it is: two places have a model each, though these be the same. */
    String place() {
        return name + " of " + files.tokenizer();
    }

    /** Word pieces of a text that the network reads, the frame apart. */
    int piecesPerText() {
        return maxPieces - FRAME;
    }
}
