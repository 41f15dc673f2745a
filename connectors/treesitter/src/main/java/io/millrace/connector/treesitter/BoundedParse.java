package io.millrace.connector.treesitter;

import java.nio.charset.StandardCharsets;
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
 * too long for it. Damaged code can keep a parse busy for minutes. Its steps are counted, not its time: the same text
 * is stopped everywhere or nowhere.
 */
final class BoundedParse implements TSReader, TSParserProgress {
    /** Tree-sitter reports every hundred steps. Sound code takes one report for 100 to 300 characters. */
    private static final int REPORTS = 500;

    private static final int CHARACTERS_PER_REPORT = 20;
    private static final int BUFFER_BYTES = 1 << 15;

    private final byte[] source;
    private int reportsLeft;

    private BoundedParse(String text) {
        source = text.getBytes(StandardCharsets.UTF_16LE);
        reportsLeft = REPORTS + text.length() / CHARACTERS_PER_REPORT;
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
        return --reportsLeft < 0;
    }
}
