package io.millrace.connector.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A model's tokenizer. One per model and class loader, for as long as any of its classes are in use: token counters
 * aren't closed, so nothing else could say when. Safe for use by many threads: the native tokenizer isn't changed once
 * it is made.
 */
final class WordPieces {
    private static final Map<String, WordPieces> OPEN = new HashMap<>();

    private final TokenizersLibrary library;
    private final long handle;
    private final long before;
    private final long after;

    private WordPieces(TokenizersLibrary library, String json) {
        this.library = library;
        handle = library.createTokenizerFromString(json);
        // The file's own cut and padding are for another use: texts are cut and padded here.
        library.disableTruncation(handle);
        library.disablePadding(handle);
        long[] frame = encode("", true);
        if (frame.length != SentenceTransformer.FRAME) {
            throw new IllegalStateException(
                    "the tokenizer frames a text with %d word pieces, not 2".formatted(frame.length));
        }
        before = frame[0];
        after = frame[1];
    }

    /**
     * The model's tokenizer.
     *
     * @throws FatalException when it can't be loaded
     */
    static WordPieces of(SentenceTransformer transformer) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(transformer.name(), name -> load(transformer));
        }
    }

    private static WordPieces load(SentenceTransformer transformer) {
        TokenizersLibrary library = TokenizersNative.library();
        try (InputStream json = transformer.openTokenizer()) {
            return new WordPieces(library, new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | RuntimeException e) {
            throw new FatalException(
                    "tokenizer",
                    "The tokenizer of embedding model '%s' can't be read: %s"
                            .formatted(transformer.name(), e.getMessage()),
                    e);
        }
    }

    /** Word pieces of a text, the frame apart, however long it is. */
    int count(String text) {
        int count = 0;
        for (int start = 0; start < text.length(); ) {
            int end = TextWindow.end(text, start);
            count += encode(text.substring(start, end), false).length;
            start = end;
        }
        return count;
    }

    /** What the network reads for a text: its word pieces in their frame, cut after the given number of all of them. */
    long[] frame(String text, int most) {
        int room = most - SentenceTransformer.FRAME;
        long[] pieces = {};
        // A text is read no further than to where it is cut.
        for (int start = 0; start < text.length() && pieces.length < room; ) {
            int end = TextWindow.end(text, start);
            pieces = concatenate(pieces, encode(text.substring(start, end), false));
            start = end;
        }
        int kept = Math.min(pieces.length, room);
        long[] framed = new long[kept + SentenceTransformer.FRAME];
        framed[0] = before;
        System.arraycopy(pieces, 0, framed, 1, kept);
        framed[kept + 1] = after;
        return framed;
    }

    private long[] encode(String text, boolean framed) {
        long encoding = library.encode(handle, text, framed);
        try {
            return library.getTokenIds(encoding);
        } finally {
            library.deleteEncoding(encoding);
            // The tokenizer must not be freed while native code reads it.
            Reference.reachabilityFence(this);
        }
    }

    private static long[] concatenate(long[] first, long[] second) {
        if (first.length == 0) {
            return second;
        }
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /**
     * Frees the native tokenizer along with its class loader. A {@link java.lang.ref.Cleaner} would be the modern way,
     * but its thread would hold the class loader that it waits for.
     */
    @Override
    @SuppressWarnings({"deprecation", "removal", "Finalize"})
    protected void finalize() {
        library.deleteTokenizer(handle);
    }
}
