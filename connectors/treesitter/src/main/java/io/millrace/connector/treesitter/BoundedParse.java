package io.millrace.connector.treesitter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSParseState;
import org.treesitter.TSParser;
import org.treesitter.TSParserProgress;
import org.treesitter.TSPoint;
import org.treesitter.TSReader;
import org.treesitter.TSTree;

/**
 * Parses a text as UTF-16, so that a node's offsets in bytes are twice those in the text, and stops a parse that works
 * too long for it: damaged code of a few thousand characters can keep a parse busy for minutes, and grow its memory
 * without end. Steps are counted before time is, so that the same text is stopped everywhere or nowhere.
 */
final class BoundedParse implements TSReader, TSParserProgress {
    /**
     * Tree-sitter reports every hundred steps. Of some 800 sound files in ten languages none took more than one report
     * for 54 characters; what makes it slow or large takes one for 20 to 35.
     */
    private static final int CHARACTERS_PER_REPORT = 50;

    private static final int MORE_REPORTS = 100;
    /** For what the steps don't show; the steps of sound code take a thousandth of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int BUFFER_BYTES = 1 << 15;

    private final byte[] source;
    private final long started = System.nanoTime();
    private int reportsLeft;

    private BoundedParse(String text) {
        source = text.getBytes(StandardCharsets.UTF_16LE);
        reportsLeft = MORE_REPORTS + text.length() / CHARACTERS_PER_REPORT;
    }

    /** The text's tree, to be closed, or null when the parse was stopped. */
    static @Nullable TSTree parse(TSLanguage language, String text) {
        try (TSParser parser = new TSParser()) {
            if (!parser.setLanguage(language)) {
                throw new IllegalStateException("the grammar was made for another version of Tree-sitter");
            }
            var parse = new BoundedParse(text);
            return parser.parseWithOptions(
                    new byte[BUFFER_BYTES], null, parse, TSInputEncoding.TSInputEncodingUTF16LE, parse);
        }
    }

    @Override
    public int read(byte[] buffer, int offset, TSPoint position) {
        int count = Math.min(buffer.length, source.length - offset);
        if (count <= 0) {
            return 0;
        }
        System.arraycopy(source, offset, buffer, 0, count);
        return count;
    }

    @Override
    public boolean progress(TSParseState state) {
        return --reportsLeft < 0 || System.nanoTime() - started > PATIENCE.toNanos();
    }
}
