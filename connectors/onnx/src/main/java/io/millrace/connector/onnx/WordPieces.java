package io.millrace.connector.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's tokenizer. One per model and class loader, for as long as any of its classes are in use: token counters
 * aren't closed, so nothing else could say when. Safe for use by many threads: the native tokenizer isn't changed once
 * it is made.
 */
final class WordPieces {
    private static final Map<String, WordPieces> OPEN = new HashMap<>();

    private static final String PROBE = "a";

    private final TokenizersLibrary library;
    private final long handle;
    private final long[] before;
    private final long[] after;

    /** Takes a tokenizer over. One that couldn't be made must not come here: it would be freed all the same. */
    private WordPieces(TokenizersLibrary library, long handle) {
        this.library = library;
        this.handle = handle;
        // The file's own cut and padding are for another use: texts are cut and padded here.
        library.disableTruncation(handle);
        library.disablePadding(handle);
        // Around a text, since a frame around nothing doesn't show what of it comes before and what after.
        long[] bare = encode(PROBE, false);
        long[] framed = encode(PROBE, true);
        int start = Collections.indexOfSubList(list(framed), list(bare));
        if (start < 0 || framed.length - bare.length > SentenceTransformer.FRAME) {
            throw new IllegalStateException(
                    "it puts %d word pieces around or into a text, and %d around it are the most"
                            .formatted(framed.length - bare.length, SentenceTransformer.FRAME));
        }
        before = Arrays.copyOf(framed, start);
        after = Arrays.copyOfRange(framed, start + bare.length, framed.length);
    }

    /**
     * The model's tokenizer.
     *
     * @throws FatalException when it can't be loaded
     */
    static WordPieces of(SentenceTransformer transformer) {
        synchronized (OPEN) {
            return OPEN.computeIfAbsent(transformer.place() + " " + transformer.revision(), key -> load(transformer));
        }
    }

    private static WordPieces load(SentenceTransformer transformer) {
        TokenizersLibrary library = TokenizersNative.library();
        try (InputStream json = transformer.files().openTokenizer()) {
            String content = new String(json.readAllBytes(), StandardCharsets.UTF_8);
            return new WordPieces(library, library.createTokenizerFromString(content));
        } catch (IOException | RuntimeException e) {
            throw new FatalException(
                    "tokenizer",
                    "The tokenizer of embedding model '%s' (%s) can't be read: %s"
                            .formatted(transformer.name(), transformer.files().tokenizer(), e.getMessage()),
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
        int room = most - before.length - after.length;
        long[] pieces = {};
        // A text is read no further than to where it is cut.
        for (int start = 0; start < text.length() && pieces.length < room; ) {
            int end = TextWindow.end(text, start);
            pieces = concatenate(pieces, encode(text.substring(start, end), false));
            start = end;
        }
        long[] kept = pieces.length <= room ? pieces : Arrays.copyOf(pieces, room);
        return concatenate(concatenate(before, kept), after);
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

    private static List<Long> list(long[] pieces) {
        return Arrays.stream(pieces).boxed().toList();
    }

    private static long[] concatenate(long[] first, long[] second) {
        if (first.length == 0 || second.length == 0) {
            return first.length == 0 ? second : first;
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
