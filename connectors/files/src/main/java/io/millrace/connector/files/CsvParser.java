package io.millrace.connector.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.tika.detect.EncodingDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads comma- and tab-separated values (RFC 4180) as a table, row by row. Tika's own takes small or ragged files for
 * plain text. Stray quotes and a missing last one are let pass.
 */
final class CsvParser implements Parser {
    private static final long serialVersionUID = 1L;

    private static final MediaType TABS = MediaType.text("tab-separated-values");
    private static final Set<MediaType> TYPES = Set.of(MediaType.text("csv"), MediaType.text("tsv"), TABS);

    private final EncodingDetector encoding;

    CsvParser(EncodingDetector encoding) {
        this.encoding = encoding;
    }

    @Override
    public Set<MediaType> getSupportedTypes(ParseContext context) {
        return TYPES;
    }

    @Override
    public void parse(InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
            throws IOException, SAXException {
        XHTMLContentHandler xhtml = new XHTMLContentHandler(handler, metadata);
        xhtml.startDocument();
        xhtml.startElement("table");
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, encoding.detect(stream, metadata)));
        for (CSVRecord row : format(CsvDelimiter.of(reader)).parse(reader)) {
            xhtml.startElement("tr");
            for (String cell : row) {
                // An empty cell keeps its place.
                xhtml.startElement("td");
                xhtml.characters(ByteOrderMark.strip(cell));
                xhtml.endElement("td");
            }
            xhtml.endElement("tr");
        }
        xhtml.endElement("table");
        xhtml.endDocument();
    }

    private static CSVFormat format(char delimiter) {
        return CSVFormat.EXCEL
                .builder()
                .setDelimiter(delimiter)
                .setTrailingData(true)
                .setLenientEof(true)
                .get();
    }
}
