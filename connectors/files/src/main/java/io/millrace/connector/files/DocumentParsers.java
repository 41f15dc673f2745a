package io.millrace.connector.files;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.tika.detect.CompositeDetector;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.detect.microsoft.POIFSContainerDetector;
import org.apache.tika.detect.microsoft.ooxml.OPCPackageDetector;
import org.apache.tika.detect.zip.DefaultZipContainerDetector;
import org.apache.tika.detect.zip.JarDetector;
import org.apache.tika.detect.zip.OpenDocumentDetector;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.AutoDetectParserConfig;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.epub.EpubParser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.mail.RFC822Parser;
import org.apache.tika.parser.microsoft.OfficeParser;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.microsoft.ooxml.xwpf.ml2006.Word2006MLParser;
import org.apache.tika.parser.microsoft.rtf.RTFParser;
import org.apache.tika.parser.microsoft.xml.SpreadsheetMLParser;
import org.apache.tika.parser.microsoft.xml.WordMLParser;
import org.apache.tika.parser.odf.FlatOpenDocumentParser;
import org.apache.tika.parser.odf.OpenDocumentParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.txt.TXTParser;
import org.apache.tika.parser.xml.DcXMLParser;
import org.apache.tika.parser.xml.FictionBookParser;

/**
 * The parsers and detectors in use, named one by one: found on the class path they would differ with the jar they run
 * from, and some would start programs or open archives.
 */
final class DocumentParsers {
    private static final Set<MediaType> SUPPORTED = supported(all(new DetectedEncoding(null)));

    private DocumentParsers() {}

    /** A parser of every supported structured type, for one document. Text in HTML and CSV is decoded as given. */
    static AutoDetectParser forDocument(EncodingDetector encoding) {
        AutoDetectParser parser = new AutoDetectParser(detector(), all(encoding).toArray(new Parser[0]));
        AutoDetectParserConfig config = new AutoDetectParserConfig();
        // Tika suspects a bomb at 100 nested elements; pages laid out in tables come near that.
        config.setMaximumDepth(1000);
        parser.setAutoDetectParserConfig(config);
        return parser;
    }

    /** By content, then by what the metadata say of the name. */
    static Detector detector() {
        return new CompositeDetector(
                SupportedTypes.REGISTRY,
                List.of(
                        new POIFSContainerDetector(),
                        new DefaultZipContainerDetector(
                                List.of(new OPCPackageDetector(), new OpenDocumentDetector(), new JarDetector())),
                        MimeTypes.getDefaultMimeTypes()));
    }

    static Set<MediaType> supportedTypes() {
        return SUPPORTED;
    }

    private static List<Parser> all(EncodingDetector encoding) {
        return List.of(
                new JSoupParser(encoding),
                new PDFParser(),
                new OOXMLParser(),
                new OfficeParser(),
                new RTFParser(),
                new OpenDocumentParser(),
                new FlatOpenDocumentParser(),
                new EpubParser(),
                new RFC822Parser(),
                new CsvParser(encoding),
                new TXTParser(encoding),
                new DcXMLParser(),
                new FictionBookParser(),
                new WordMLParser(),
                new Word2006MLParser(),
                new SpreadsheetMLParser());
    }

    private static Set<MediaType> supported(List<Parser> parsers) {
        Set<MediaType> types = new HashSet<>();
        for (Parser parser : parsers) {
            types.addAll(parser.getSupportedTypes(new ParseContext()));
        }
        // Plain text is read as it stands, though an attachment of it has a parser.
        types.remove(MediaType.TEXT_PLAIN);
        return Set.copyOf(types);
    }
}
