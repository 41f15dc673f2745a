package io.millrace.connector.files;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.apache.tika.exception.WriteLimitReachedException;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Turns the XHTML that every parser speaks into Markdown: headings, paragraphs, lists, quotes, code, tables. Links are
 * their text; emphasis, images and what {@link Boilerplate} names are left out.
 */
final class MarkdownHandler extends DefaultHandler {
    private static final String CODE = "code";

    /** What a line end in a document's text means. */
    enum Flow {
        /** A space like any other, as in HTML. */
        FOLDED,
        /** A line end to the reader too. */
        LINES,
        /** As {@code LINES}; and paragraphs are a guess from the look of a page, so broken ones are mended. */
        PAGES
    }

    private final int maxCharacters;
    private final Flow flow;
    private final Deque<MarkdownBlocks> targets = new ArrayDeque<>();
    private final Deque<MarkdownTable> tables = new ArrayDeque<>();
    private final Deque<ListNumbering> lists = new ArrayDeque<>();
    private final InlineText inline = new InlineText();
    private final Boilerplate boilerplate = new Boilerplate();
    private final CodeBlock code = new CodeBlock();
    private final MarkdownBlocks root = new MarkdownBlocks();
    private @Nullable String brokenAfter;
    private int headingLevel;
    private int embeddedDepth;
    private @Nullable String embeddedName;
    private long characters;

    /**
     * Makes a handler for one document.
     *
     * @param maxCharacters after which it throws {@link WriteLimitReachedException}
     * @param flow what line ends mean
     */
    MarkdownHandler(int maxCharacters, Flow flow) {
        this.maxCharacters = maxCharacters;
        this.flow = flow;
        targets.push(root);
    }

    /** The whole text, once the document has ended. */
    String text() {
        flush();
        return root.text();
    }

    /** The offset in the text at which each page or slide starts. */
    List<Integer> pageStarts() {
        return root.pageStarts();
    }

    /** From now on text and pages are those of a document within the document; its name heads its text, if any. */
    void enterEmbedded(@Nullable String name) {
        flush();
        embeddedDepth++;
        embeddedName = name == null || name.isBlank() ? null : name.strip();
    }

    void leaveEmbedded() {
        flush();
        embeddedDepth--;
        embeddedName = null;
    }

    @Override
    public void startElement(String uri, String localName, String qualifiedName, Attributes attributes)
            throws SAXException {
        String name = localName.toLowerCase(Locale.ROOT);
        if (boilerplate.enters(name, attributes)) {
            return;
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                flush();
                headingLevel = name.charAt(1) - '0';
            }
            case "ul" -> openList(ListNumbering.bullets());
            case "ol" -> openList(ListNumbering.from(attributes.getValue("start")));
            case "li" -> openItem();
            case "blockquote" -> {
                flush();
                target().openQuote();
            }
            case "pre" -> {
                flush();
                code.open(attributes);
            }
            case CODE -> {
                if (code.isOpen()) {
                    code.language(attributes);
                } else {
                    append('`');
                }
            }
            case "br" -> lineBreak();
            case "table" -> {
                flush();
                tables.push(new MarkdownTable(target()));
            }
            case "td", "th" -> openCell();
            default -> {
                if (!XhtmlElements.isInline(name)) {
                    flush();
                    startPage(attributes);
                }
            }
        }
    }

    @Override
    public void endElement(String uri, String localName, String qualifiedName) throws SAXException {
        String name = localName.toLowerCase(Locale.ROOT);
        if (boilerplate.leaves(name)) {
            return;
        }
        switch (name) {
            case "ul", "ol" -> {
                flush();
                lists.poll();
            }
            case "li" -> closeItem();
            case "blockquote" -> {
                flush();
                target().close();
            }
            case "pre" -> closeCode();
            case CODE -> {
                if (!code.isOpen()) {
                    append('`');
                }
            }
            case "tr" -> {
                flush();
                if (!tables.isEmpty()) {
                    tables.peek().endRow();
                }
            }
            case "td", "th" -> closeCell();
            case "table" -> {
                flush();
                if (!tables.isEmpty()) {
                    tables.pop().end();
                }
            }
            default -> {
                if (!XhtmlElements.isInline(name)) {
                    flush();
                }
            }
        }
    }

    @Override
    public void characters(char[] text, int start, int length) throws SAXException {
        if (boilerplate.isInside()) {
            return;
        }
        count(length);
        if (code.isOpen()) {
            code.append(text, start, length);
            return;
        }
        for (int i = start; i < start + length; i++) {
            character(text[i]);
        }
    }

    /** Line ends that a parser makes between lines of one paragraph, as the PDF parser does; else indentation. */
    @Override
    public void ignorableWhitespace(char[] text, int start, int length) throws SAXException {
        if (boilerplate.isInside()) {
            return;
        }
        if (code.isOpen()) {
            code.append(text, start, length);
            return;
        }
        for (int i = start; i < start + length; i++) {
            if (text[i] == '\n' && headingLevel == 0) {
                inline.softBreak();
            } else {
                inline.space();
            }
        }
    }

    private void character(char character) {
        if (character == '\n' && flow != Flow.FOLDED) {
            lineBreak();
        } else if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            inline.space();
        } else if (!isInvisible(character)) {
            if (inline.pendingBreaks() > 1 && headingLevel == 0) {
                flush();
            }
            append(character);
        }
    }

    /** Soft hyphens, zero-width marks and control characters: searches would stumble over them. */
    private static boolean isInvisible(char character) {
        return character == '\u00AD'
                || character == '\u200B'
                || character == '\uFEFF'
                || Character.isISOControl(character);
    }

    private void append(char character) {
        inline.append(character);
    }

    private void lineBreak() {
        if (code.isOpen()) {
            code.append(new char[] {'\n'}, 0, 1);
        } else if (headingLevel > 0) {
            inline.space();
        } else {
            inline.lineBreak();
        }
    }

    private void count(int length) throws SAXException {
        if (Thread.currentThread().isInterrupted()) {
            throw new SAXException("interrupted");
        }
        characters += length;
        if (characters > maxCharacters) {
            throw new WriteLimitReachedException(maxCharacters);
        }
    }

    private void startPage(Attributes attributes) {
        if (embeddedDepth == 0 && targets.size() == 1 && XhtmlElements.isPage(attributes.getValue("class"))) {
            target().startPage();
        }
    }

    private void openList(ListNumbering numbering) {
        flush();
        target().startList();
        lists.push(numbering);
    }

    private void openItem() {
        flush();
        ListNumbering list = lists.peek();
        target().openItem(list == null ? ListNumbering.BULLET : list.next());
    }

    private void closeItem() {
        flush();
        target().close();
    }

    private void openCell() {
        flush();
        targets.push(new MarkdownBlocks());
    }

    private void closeCell() {
        flush();
        if (targets.size() > 1) {
            String cell = targets.pop().text();
            if (tables.isEmpty()) {
                target().block(cell);
            } else {
                tables.peek().cell(cell);
            }
        }
    }

    private void closeCode() {
        String block = code.close();
        if (!block.isEmpty()) {
            target().block(block);
        }
    }

    private void flush() {
        int level = headingLevel;
        headingLevel = 0;
        if (inline.isEmpty()) {
            inline.take();
            return;
        }
        if (embeddedName != null) {
            target().block("# " + embeddedName);
            embeddedName = null;
        }
        String paragraph = inline.take();
        // A heading inside an item would end the list for some readers of Markdown.
        if (level > 0 && !target().inItem()) {
            target().block("#".repeat(level) + " " + paragraph);
            brokenAfter = null;
        } else {
            writeParagraph(paragraph);
        }
    }

    private void writeParagraph(String paragraph) {
        String escaped = MarkdownEscapes.paragraph(paragraph);
        if (flow == Flow.PAGES && brokenAfter != null && BrokenParagraph.goesOn(brokenAfter, paragraph)) {
            target().continuation(escaped);
        } else {
            target().block(escaped);
        }
        brokenAfter = paragraph;
    }

    private MarkdownBlocks target() {
        return targets.getFirst();
    }
}
