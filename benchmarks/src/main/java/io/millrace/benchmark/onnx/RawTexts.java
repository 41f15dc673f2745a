package io.millrace.benchmark.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Texts as all-MiniLM-L6-v2 reads them: word pieces in their frame, at most 256. */
final class RawTexts {
    private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";
    private static final int MOST_PIECES = 256;

    private RawTexts() {}

    /** The word pieces of each text. The native library has been loaded by the connector. */
    static List<long[]> pieces(List<String> texts) throws IOException {
        TokenizersLibrary library = TokenizersLibrary.LIB;
        long tokenizer = library.createTokenizerFromString(tokenizerJson());
        try {
            library.disableTruncation(tokenizer);
            library.disablePadding(tokenizer);
            List<long[]> all = new ArrayList<>(texts.size());
            for (String text : texts) {
                all.add(cut(pieces(library, tokenizer, text)));
            }
            return all;
        } finally {
            library.deleteTokenizer(tokenizer);
        }
    }

    private static long[] pieces(TokenizersLibrary library, long tokenizer, String text) {
        long encoding = library.encode(tokenizer, text, true);
        try {
            return library.getTokenIds(encoding);
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /** Without what is too much, but with the end of the frame. */
    private static long[] cut(long[] pieces) {
        if (pieces.length <= MOST_PIECES) {
            return pieces;
        }
        long[] cut = Arrays.copyOf(pieces, MOST_PIECES);
        cut[MOST_PIECES - 1] = pieces[pieces.length - 1];
        return cut;
    }

    private static String tokenizerJson() throws IOException {
        try (InputStream json = RawTexts.class.getResourceAsStream(TOKENIZER)) {
            if (json == null) {
                throw new IOException(TOKENIZER + " isn't on the class path");
            }
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
