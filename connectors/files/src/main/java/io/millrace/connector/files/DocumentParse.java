package io.millrace.connector.files;

import io.millrace.connector.files.SupportedTypes.Reading;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** One document's parse. Used once, by one thread. */
final class DocumentParse {
    private static final MediaType EPUB = MediaType.application("epub+zip");

    private final byte[] content;
    private final @Nullable MediaType stated;
    private final @Nullable String name;
    private final TypeDetection detection;
    private final ParseLimits limits;
    private MediaType type = MediaType.OCTET_STREAM;

    DocumentParse(
            byte[] content,
            @Nullable String contentType,
            @Nullable String name,
            TypeDetection detection,
            ParseLimits limits) {
        this.content = content;
        // Null as well when what was stated isn't a media type: then name and bytes decide.
        this.stated = contentType == null ? null : MediaType.parse(contentType);
        this.name = name;
        this.detection = detection;
        this.limits = limits;
    }

    /** The type as far as it is known: until it is detected, that of any bytes. */
    MediaType type() {
        return type;
    }

    Parsed run() throws IOException, SAXException, TikaException {
        try (TikaInputStream stream = TikaInputStream.get(content)) {
            Reading reading = detect(stream);
            if (reading == null) {
                throw ParseFailures.unsupported(type);
            }
            if (type.equals(EPUB) && !isZip()) {
                // Tika's EPUB parser, unlike its others, takes anything for a book without chapters.
                throw ParseFailures.damaged(type, "not a ZIP file");
            }
            return switch (reading) {
                case PLAIN -> verbatim(Markup.PLAIN);
                case MARKDOWN -> verbatim(Markup.MARKDOWN);
                case STRUCTURED -> StructuredDocument.parse(stream, type, charset(), name, limits);
            };
        }
    }

    /** The document if it is read as it stands, else null. */
    @Nullable
    Parsed runIfVerbatim() throws IOException {
        try (TikaInputStream stream = TikaInputStream.get(content)) {
            Reading reading = detect(stream);
            if (reading == Reading.PLAIN) {
                return verbatim(Markup.PLAIN);
            }
            return reading == Reading.MARKDOWN ? verbatim(Markup.MARKDOWN) : null;
        }
    }

    private @Nullable Reading detect(TikaInputStream stream) throws IOException {
        MediaType hint = stated == null ? null : SupportedTypes.canonical(stated);
        type = detection.detect(stream, content, hint, name);
        return content.length == 0 ? Reading.PLAIN : SupportedTypes.readingOf(type);
    }

    private @Nullable Charset charset() {
        return stated == null ? null : StatedCharset.of(stated);
    }

    private boolean isZip() {
        return content.length >= 2 && content[0] == 'P' && content[1] == 'K';
    }

    private Parsed verbatim(Markup markup) throws IOException {
        String text = PlainText.decode(content, charset());
        if (text.length() > limits.maxCharacters()) {
            throw ParseFailures.tooMuchText(limits);
        }
        String title = markup == Markup.MARKDOWN ? MarkdownTitle.of(text) : null;
        return new Parsed(type.toString(), title, text, markup, List.of());
    }
}
