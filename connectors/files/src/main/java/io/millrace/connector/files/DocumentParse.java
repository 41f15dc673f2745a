package io.millrace.connector.files;

import io.millrace.connector.files.SupportedTypes.Reading;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.tika.exception.TikaException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;
import org.xml.sax.SAXException;

/** One document's parse. Runs on one thread; another may ask for the type while it runs. */
final class DocumentParse implements Callable<Parsed> {
    private static final MediaType EPUB = MediaType.application("epub+zip");

    private final byte[] content;
    private final @Nullable MediaType stated;
    private final @Nullable String name;
    private final TypeDetection detection;
    private final ParseLimits limits;
    private volatile MediaType type = MediaType.OCTET_STREAM;

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

    @Override
    public Parsed call() throws IOException, SAXException, TikaException {
        try (TikaInputStream stream = TikaInputStream.get(content)) {
            MediaType hint = stated == null ? null : SupportedTypes.canonical(stated);
            type = detection.detect(stream, content, hint, name);
            Reading reading = content.length == 0 ? Reading.PLAIN : SupportedTypes.readingOf(type);
            if (reading == null) {
                throw ParseFailures.unsupported(type);
            }
            if (type.equals(EPUB) && !isZip()) {
                // Tika's EPUB parser, unlike its others, takes anything for a book without chapters.
                throw ParseFailures.damaged(type, "not a ZIP file");
            }
            Charset charset = stated == null ? null : StatedCharset.of(stated);
            return switch (reading) {
                case PLAIN -> verbatim(charset, Markup.PLAIN);
                case MARKDOWN -> verbatim(charset, Markup.MARKDOWN);
                case STRUCTURED -> StructuredDocument.parse(stream, type, charset, name, limits);
            };
        }
    }

    private boolean isZip() {
        return content.length >= 2 && content[0] == 'P' && content[1] == 'K';
    }

    private Parsed verbatim(@Nullable Charset charset, Markup markup) throws IOException {
        String text = PlainText.decode(content, charset);
        if (text.length() > limits.maxCharacters()) {
            throw ParseFailures.tooMuchText(limits);
        }
        String title = markup == Markup.MARKDOWN ? MarkdownTitle.of(text) : null;
        return new Parsed(type.toString(), title, text, markup, List.of());
    }
}
