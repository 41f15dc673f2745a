package io.millrace.connector.files;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.extractor.ParsingEmbeddedDocumentExtractor;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.ParseContext;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/** Follows attachments and other documents inside a document, but only so deep. */
final class EmbeddedDocuments extends ParsingEmbeddedDocumentExtractor {
    private final MarkdownHandler markdown;
    private final int maxDepth;
    private int depth;

    EmbeddedDocuments(ParseContext context, MarkdownHandler markdown, int maxDepth) {
        super(context);
        // The handler writes it, and only for what has text.
        setWriteFileNameToContent(false);
        this.markdown = markdown;
        this.maxDepth = maxDepth;
    }

    @Override
    public boolean shouldParseEmbedded(Metadata metadata) {
        return depth < maxDepth && super.shouldParseEmbedded(metadata);
    }

    @Override
    public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml)
            throws SAXException, IOException {
        if (depth >= maxDepth) {
            return;
        }
        depth++;
        markdown.enterEmbedded(metadata.get(TikaCoreProperties.RESOURCE_NAME_KEY));
        try {
            super.parseEmbedded(stream, handler, metadata, outputHtml);
        } finally {
            markdown.leaveEmbedded();
            depth--;
        }
    }
}
