package io.millrace.connector.files.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Documents that are ZIP files, made on the spot. */
final class Archives {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    /** Whoever writes an entry's content. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    Archives() {
        zip.setLevel(Deflater.BEST_COMPRESSION);
    }

    /** A DOCX around a body, with relations from it. */
    static byte[] docx(Content document, String relations) throws IOException {
        return word(document, relations).bytes();
    }

    /** What a DOCX says of itself before its body. */
    static String wordDocument(String doctype, String body) {
        return XML + doctype
                + "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\""
                + OFFICE + "\"><w:body><w:p><w:r><w:t>" + body + "</w:t></w:r></w:p></w:body></w:document>";
    }

    static String relation(String id, String type, String target, boolean external) {
        return "<Relationship Id=\"%s\" Type=\"%s\" Target=\"%s\"%s/>"
                .formatted(id, OFFICE + type, target, external ? " TargetMode=\"External\"" : "");
    }

    /** A DOCX in a DOCX, so deep. */
    static byte[] docxInDocx(int depth) throws IOException {
        byte[] inner = docx(out -> out.write(utf8(wordDocument("", "innermost"))), "");
        for (int i = 1; i < depth; i++) {
            byte[] body = utf8(wordDocument("", "level " + i));
            inner = word(out -> out.write(body), relation("rId1", "/package", "inner.docx", false))
                    .addStored("word/inner.docx", inner)
                    .bytes();
        }
        return inner;
    }

    /** An EPUB of one chapter. */
    static byte[] epub(String doctype, Content chapter) throws IOException {
        return new Archives()
                .addStored("mimetype", utf8("application/epub+zip"))
                .add(
                        "META-INF/container.xml",
                        XML + doctype + "<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\""
                                + " version=\"1.0\"><rootfiles><rootfile full-path=\"a.opf\""
                                + " media-type=\"application/oebps-package+xml\"/></rootfiles></container>")
                .add(
                        "a.opf",
                        XML + doctype + "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"2.0\"><manifest>"
                                + "<item id=\"c\" href=\"c.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>"
                                + "<spine><itemref idref=\"c\"/></spine></package>")
                .add("c.xhtml", chapter)
                .bytes();
    }

    /** An ODT with a body. */
    static byte[] odt(Content content) throws IOException {
        return new Archives()
                .addStored("mimetype", utf8("application/vnd.oasis.opendocument.text"))
                .add("content.xml", content)
                .bytes();
    }

    /** So many bytes of one letter, which take a thousandth of that in an archive. */
    static Content letters(String before, long count, String after) {
        byte[] block = new byte[1 << 16];
        Arrays.fill(block, (byte) 'a');
        return out -> {
            out.write(utf8(before));
            for (long written = 0; written < count; written += block.length) {
                out.write(block);
            }
            out.write(utf8(after));
        };
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Archives add(String name, String content) throws IOException {
        return add(name, out -> out.write(utf8(content)));
    }

    Archives add(String name, Content content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        content.writeTo(zip);
        zip.closeEntry();
        return this;
    }

    Archives addStored(String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
        return this;
    }

    byte[] bytes() throws IOException {
        zip.close();
        return bytes.toByteArray();
    }

    private static Archives word(Content document, String relations) throws IOException {
        return new Archives()
                .add(
                        "[Content_Types].xml",
                        XML + "<Types xmlns=\"" + PACKAGE + "content-types\">"
                                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
                                + "relationships+xml\"/><Default Extension=\"docx\" ContentType=\"" + WORD + "\"/>"
                                + "<Override PartName=\"/word/document.xml\" ContentType=\"" + WORD
                                + ".main+xml\"/></Types>")
                .add("_rels/.rels", relations(relation("rId1", "/officeDocument", "word/document.xml", false)))
                .add("word/_rels/document.xml.rels", relations(relations))
                .add("word/document.xml", document);
    }

    private static String relations(String relations) {
        return XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\">" + relations + "</Relationships>";
    }
}
