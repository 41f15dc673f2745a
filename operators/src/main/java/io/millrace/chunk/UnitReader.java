package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads a document as units that are small enough to be packed: headings, sentences, whole tables and code blocks, and
 * of what is too large for a piece, lines or words. What a unit is depends on the text near it alone.
 */
final class UnitReader {
    private final String text;
    private final TextSize size;
    private final int maxTokens;
    private final Consumer<Unit> out;

    private final boolean words;

    private Break next = Break.PARAGRAPH;
    private int depth;

    private UnitReader(String text, TextSize size, int maxTokens, boolean words, Consumer<Unit> out) {
        this.text = text;
        this.size = size;
        this.maxTokens = maxTokens;
        this.words = words;
        this.out = out;
    }

    /** Hands over the units in order; together they hold all that isn't white space, and none is above the size. */
    static void read(Document document, TextSize size, int maxTokens, Consumer<Unit> out) {
        UnitReader reader = new UnitReader(document.text(), size, maxTokens, false, out);
        BlockReader.read(document.text(), document.markup(), reader::block);
    }

    /** As {@link #read}, each word a unit of its own. */
    static void readWords(Document document, TextSize size, int maxTokens, Consumer<Unit> out) {
        UnitReader reader = new UnitReader(document.text(), size, maxTokens, true, out);
        BlockReader.read(document.text(), document.markup(), reader::block);
    }

    private void block(Block block) {
        switch (block.type()) {
            case HEADING -> {
                // One right under another, and deeper, stays with it.
                boolean headed = next == Break.HEADED && block.headings().size() > depth;
                next = headed ? Break.HEADED : Break.HEADING;
                sentence(block.start(), block.end(), block.headings());
                next = Break.HEADED;
            }
            case LINES -> {
                if (!words && size.fits(block.start(), block.end(), maxTokens)) {
                    unit(block.start(), block.end(), next, block.headings());
                } else {
                    codeLines(block);
                }
                next = Break.PARAGRAPH;
            }
            case PROSE -> prose(block);
        }
        depth = block.headings().size();
    }

    private void prose(Block block) {
        boolean title = ProseLines.isTitle(text, block.start(), block.end());
        if (title && next == Break.PARAGRAPH) {
            next = Break.TITLE;
        }
        ProseLines.each(text, block.start(), block.end(), (start, end) -> {
            Sentences.each(text, start, end, span -> {
                sentence(span.start(), span.end(), block.headings());
                next = Break.SENTENCE;
            });
            next = Break.LINE;
        });
        next = title ? Break.HEADED : Break.PARAGRAPH;
    }

    private void codeLines(Block block) {
        int start = block.start();
        while (start < block.end()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 || newline > block.end() ? block.end() : newline;
            if (!text.substring(start, end).isBlank()) {
                sentence(start, end, block.headings());
                next = Break.SENTENCE;
            }
            start = end + 1;
        }
    }

    private void sentence(int start, int end, List<String> headings) {
        if (!words && size.fits(start, end, maxTokens)) {
            unit(start, end, next, headings);
            return;
        }
        Words.each(text, start, end, next, (from, to, before) -> word(from, to, before, headings));
    }

    /** A word, or its halves where the sizes are smaller than a word. */
    private void word(int start, int end, Break before, List<String> headings) {
        int middle = (start + end) >>> 1;
        if (middle > start
                && Character.isLowSurrogate(text.charAt(middle))
                && Character.isHighSurrogate(text.charAt(middle - 1))) {
            middle--;
        }
        if (middle == start || size.fits(start, end, maxTokens)) {
            unit(start, end, before, headings);
            return;
        }
        word(start, middle, before, headings);
        word(middle, end, Break.CHARACTER, headings);
    }

    private void unit(int start, int end, Break before, List<String> headings) {
        out.accept(new Unit(start, end, size.of(start, end), before, headings));
    }
}
