package io.millrace.connector.files;

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
    private final InlineText inline = new InlineText();
    private final Boilerplate boilerplate = new Boilerplate();
    private final CodeBlock code = new CodeBlock();
    private final MarkdownBlocks root = new MarkdownBlocks();
    private final MarkdownNesting nesting = new MarkdownNesting(root);
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
        embeddedName = name == null || name.isBlank()
                ? null
                : name.strip().substring(name.strip().lastIndexOf('/') + 1);
        brokenAfter = null;
    }

    void leaveEmbedded() {
        flush();
        embeddedDepth--;
        embeddedName = null;
        brokenAfter = null;
    }

    @Override
    public void startElement(String uri, String localName, String qualifiedName, Attributes attributes)
            throws SAXException {
        String name = localName.toLowerCase(Locale.ROOT);
        if (boilerplate.enters(name, attributes)) {
            return;
        }
        if (!XhtmlElements.isInline(name)) {
            flush();
        }
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> headingLevel = name.charAt(1) - '0';
            case "ul" -> nesting.openList(ListNumbering.bullets());
            case "ol" -> nesting.openList(ListNumbering.from(attributes.getValue("start")));
            case "li" -> nesting.openItem();
            case "blockquote" -> nesting.openQuote();
            case "pre" -> code.open(attributes);
            case "code" -> startCode(attributes);
            case "br" -> lineBreak();
            case "table" -> nesting.openTable();
            case "td", "th" -> nesting.openCell();
            case "div" -> startPage(attributes);
            default -> {
                // Its text is all that counts.
            }
        }
    }

    @Override
    public void endElement(String uri, String localName, String qualifiedName) throws SAXException {
        String name = localName.toLowerCase(Locale.ROOT);
        if (boilerplate.leaves(name)) {
            return;
        }
        if (!XhtmlElements.isInline(name)) {
            flush();
        }
        switch (name) {
            case "ul", "ol" -> nesting.closeList();
            case "li", "blockquote" -> nesting.closeItemOrQuote();
            case "pre" -> closeCode();
            case "code" -> endCode();
            case "tr" -> nesting.closeRow();
            case "td", "th" -> nesting.closeCell();
            case "table" -> nesting.closeTable();
            default -> {
                // Its text is all that counts.
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
            inline.append(character);
        }
    }

    /** Soft hyphens, zero-width marks and control characters: searches would stumble over them. */
    private static boolean isInvisible(char character) {
        return character == '\u00AD'
                || character == '\u200B'
                || character == '\uFEFF'
                || Character.isISOControl(character);
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
        characters += length;
        if (characters > maxCharacters) {
            throw new WriteLimitReachedException(maxCharacters);
        }
    }

    private void startPage(Attributes attributes) {
        if (embeddedDepth == 0 && !nesting.inCell() && XhtmlElements.isPage(attributes.getValue("class"))) {
            nesting.target().startPage();
        }
    }

    private void startCode(Attributes attributes) {
        if (code.isOpen()) {
            code.language(attributes);
        } else {
            inline.append('`');
        }
    }

    private void endCode() {
        if (!code.isOpen()) {
            inline.append('`');
        }
    }

    private void closeCode() {
        String block = code.close();
        if (!block.isEmpty()) {
            nesting.target().block(block);
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
            nesting.target().block("# " + embeddedName);
            embeddedName = null;
        }
        String paragraph = inline.take();
        // A heading inside an item would end the list for some readers of Markdown.
        if (level > 0 && !nesting.target().inItem()) {
            nesting.target().block("#".repeat(level) + " " + paragraph);
            brokenAfter = null;
        } else {
            writeParagraph(paragraph);
        }
    }

    private void writeParagraph(String paragraph) {
        String escaped = BulletPoints.marked(MarkdownEscapes.paragraph(paragraph));
        if (flow == Flow.PAGES && brokenAfter != null && BrokenParagraph.goesOn(brokenAfter, paragraph)) {
            nesting.target().continuation(escaped);
        } else {
            nesting.target().block(escaped);
        }
        brokenAfter = paragraph;
    }
}
