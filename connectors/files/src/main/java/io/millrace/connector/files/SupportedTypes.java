package io.millrace.connector.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** The media types that become text, and how each is read. */
final class SupportedTypes {
    /** For messages. */
    static final String LIST = "CSV, DOC, DOCX, e-mail (EML, MSG), EPUB, HTML, JSON, Markdown, ODF (ODT, ODS, ODP),"
            + " PDF, plain text of any kind, PPT, PPTX, RTF, XHTML, XLS, XLSX, XML";

    static final MediaType MARKDOWN = MediaType.text("markdown");
    static final MediaTypeRegistry REGISTRY = MediaTypeRegistry.getDefaultRegistry();

    // Text formats whose mark-up isn't text; all other text is read as it stands.
    private static final Set<MediaType> STRUCTURED_TEXT = Set.of(
            MediaType.TEXT_HTML,
            MediaType.application("xhtml+xml"),
            MediaType.APPLICATION_XML,
            MediaType.text("csv"),
            MediaType.text("tsv"),
            MediaType.application("rtf"),
            MediaType.parse("message/rfc822"));

    // Drawings and sounds that happen to be written as text or XML.
    private static final Set<String> NOT_DOCUMENTS = Set.of("image", "audio", "video", "font", "model", "chemical");

    private SupportedTypes() {}

    /** How the bytes of a type become text. */
    enum Reading {
        /** As they stand, decoded only. */
        PLAIN,
        /** As they stand, decoded only: the text is Markdown. */
        MARKDOWN,
        /** By a parser, into Markdown. */
        STRUCTURED
    }

    /** How the type is read, or null when it isn't supported. */
    static @Nullable Reading readingOf(MediaType type) {
        if (NOT_DOCUMENTS.contains(type.getType())) {
            return null;
        }
        Set<MediaType> parsed = DocumentParsers.supportedTypes();
        MediaType ancestor = type.getBaseType();
        while (ancestor != null) {
            if (ancestor.equals(MARKDOWN)) {
                return Reading.MARKDOWN;
            }
            if (ancestor.equals(MediaType.TEXT_PLAIN)) {
                return Reading.PLAIN;
            }
            if (STRUCTURED_TEXT.contains(ancestor) || parsed.contains(ancestor)) {
                return Reading.STRUCTURED;
            }
            ancestor = REGISTRY.getSupertype(ancestor);
        }
        return null;
    }

    /** Whether the type is written in characters, so that what it is called says more than how it begins. */
    static boolean isText(MediaType type) {
        return !MediaType.application("rtf").equals(type)
                && readingOf(type) != null
                && (REGISTRY.isInstanceOf(type, MediaType.TEXT_PLAIN)
                        || REGISTRY.isInstanceOf(type, MediaType.TEXT_HTML)
                        || REGISTRY.isInstanceOf(type, MediaType.APPLICATION_XML)
                        || STRUCTURED_TEXT.contains(type));
    }

    /** Whether a file may be supported by its name: one whose name says nothing may. */
    static boolean mayHold(String path) {
        MediaType type = ofName(path);
        return type.equals(MediaType.OCTET_STREAM) || readingOf(type) != null;
    }

    /** The type that a file's name speaks of; {@code application/octet-stream} when it says nothing. */
    static MediaType ofName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (lowerCase.endsWith(".mdx")) {
            return MARKDOWN;
        }
        // The registry takes Rust for an XML of that extension.
        if (lowerCase.endsWith(".rs")) {
            return MediaType.text("x-rust");
        }
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
        try {
            return canonical(MimeTypes.getDefaultMimeTypes().detect(null, metadata));
        } catch (IOException e) {
            throw new UncheckedIOException("no stream was given, yet reading it failed", e);
        }
    }

    /** The name by which a type with several names is known here, without parameters. */
    static MediaType canonical(MediaType type) {
        MediaType known = REGISTRY.normalize(type.getBaseType());
        return known.equals(MediaType.text("x-web-markdown")) ? MARKDOWN : known;
    }
}
