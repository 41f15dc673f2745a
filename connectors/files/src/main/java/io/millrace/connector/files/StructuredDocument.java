package io.millrace.connector.files;

import io.millrace.connector.files.MarkdownHandler.Flow;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Set;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.HtmlMapper;
import org.apache.tika.parser.html.IdentityHtmlMapper;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** Parses a document whose type has a parser, into Markdown. */
final class StructuredDocument {
    // Where XML's rule holds that a line end is white space like any other.
    private static final Set<MediaType> FOLDED = Set.of(
            MediaType.TEXT_HTML,
            MediaType.application("xhtml+xml"),
            MediaType.application("epub+zip"),
            MediaType.APPLICATION_XML);

    private StructuredDocument() {}

    static Parsed parse(
            TikaInputStream stream,
            MediaType type,
            @Nullable Charset charset,
            @Nullable String name,
            ParseLimits limits)
            throws IOException, SAXException, TikaException {
        Metadata metadata = new Metadata();
        // The type was weighed already; the parser's own detection must not come to another.
        metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type.toString());
        if (name != null) {
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        }
        MarkdownHandler markdown = new MarkdownHandler(limits.maxCharacters(), flow(type));
        AutoDetectParser parser = DocumentParsers.forDocument(new DetectedEncoding(charset));
        parser.parse(stream, markdown, metadata, context(parser, markdown, limits));
        String text = markdown.text();
        return new Parsed(
                type.toString(),
                StatedTitle.of(metadata.get(TikaCoreProperties.TITLE)),
                text,
                Markup.MARKDOWN,
                markdown.pageStarts());
    }

    private static Flow flow(MediaType type) {
        if (type.equals(MediaType.application("pdf"))) {
            return Flow.PAGES;
        }
        return FOLDED.contains(type) ? Flow.FOLDED : Flow.LINES;
    }

    private static ParseContext context(Parser parser, MarkdownHandler markdown, ParseLimits limits) {
        ParseContext context = new ParseContext();
        context.set(Parser.class, parser);
        context.set(EmbeddedDocumentExtractor.class, new EmbeddedDocuments(context, markdown, limits.maxDepth()));
        // Every element comes through: what to leave out is decided in one place, for all types.
        context.set(HtmlMapper.class, IdentityHtmlMapper.INSTANCE);
        context.set(PDFParserConfig.class, pdf());
        context.set(OfficeParserConfig.class, office());
        return context;
    }

    private static PDFParserConfig pdf() {
        PDFParserConfig config = new PDFParserConfig();
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        // Bookmarks repeat the headings, annotations are mostly the addresses of links.
        config.setExtractBookmarksText(false);
        config.setExtractAnnotationText(false);
        return config;
    }

    private static OfficeParserConfig office() {
        OfficeParserConfig config = new OfficeParserConfig();
        config.setIncludeSlideMasterContent(false);
        return config;
    }
}
