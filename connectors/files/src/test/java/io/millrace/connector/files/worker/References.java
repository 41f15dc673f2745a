package io.millrace.connector.files.worker;

import static io.millrace.connector.files.worker.Archives.relation;
import static io.millrace.connector.files.worker.Archives.utf8;
import static io.millrace.connector.files.worker.Archives.wordDocument;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDMetadata;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDXFAResource;

/** Documents by their names that refer to a web server and to a file, in every way that their format has. */
final class References {
    private References() {}

    static Map<String, byte[]> to(String url) throws IOException {
        String doctype = "<!DOCTYPE r PUBLIC \"-//none\" \"" + url + "dtd\" [<!ENTITY % p SYSTEM \"" + url
                + "parameter\"> %p; <!ENTITY web SYSTEM \"" + url + "entity\">"
                + "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>";
        String entities = "before &web; &file; after";
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put(
                "a.xml",
                utf8("<?xml version=\"1.0\"?><?xml-stylesheet type=\"text/xsl\" href=\"" + url + "style\"?>" + doctype
                        + "<r xmlns:xi=\"http://www.w3.org/2001/XInclude\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-"
                        + "instance\" xsi:noNamespaceSchemaLocation=\"" + url + "schema\">" + entities
                        + "<xi:include href=\"" + url + "include\"/></r>"));
        documents.put(
                "plain-dtd.xml", utf8("<?xml version=\"1.0\"?><!DOCTYPE r SYSTEM \"" + url + "dtd\"><r>text</r>"));
        documents.put(
                "a.xhtml",
                utf8("<?xml version=\"1.0\"?>" + doctype + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>"
                        + entities + "</p></body></html>"));
        documents.put(
                "a.html",
                utf8("<html><head><base href=\"%1$s\"><link rel=\"stylesheet\" href=\"%1$scss\"><script src=\"%1$sjs\">"
                                .formatted(url)
                        + "</script><meta http-equiv=\"refresh\" content=\"0; url=" + url + "\"></head><body>"
                        + "<img src=\"%1$simg\"><iframe src=\"%1$sframe\"></iframe><object data=\"%1$sobject\"></object>"
                                .formatted(url)
                        + "<video src=\"" + url + "video\"></video><a href=\"" + url + "\">link</a></body></html>"));
        documents.put("a.docx", docx(url, doctype, entities));
        documents.put("without-dtd.docx", docx(url, "", "before <w:altChunk r:id=\"rId4\"/> after"));
        documents.put(
                "a.odt",
                Archives.odt(out -> out.write(utf8("<?xml version=\"1.0\"?>" + doctype
                        + "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                        + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                        + " xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\""
                        + " xmlns:xlink=\"http://www.w3.org/1999/xlink\"><office:body><office:text><text:p>" + entities
                        + "</text:p><draw:frame><draw:image xlink:href=\"" + url + "image\"/><draw:object xlink:href=\""
                        + url + "object\"/></draw:frame></office:text></office:body></office:document-content>"))));
        documents.put(
                "a.epub",
                Archives.epub(
                        doctype,
                        out -> out.write(utf8("<?xml version=\"1.0\"?>" + doctype
                                + "<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><p>" + entities
                                + "</p><img src=\""
                                + url + "image\"/></body></html>"))));
        documents.put(
                "a.rtf",
                utf8("{\\rtf1\\ansi{\\*\\template " + url + "template}{\\field{\\*\\fldinst INCLUDEPICTURE \"" + url
                        + "picture\" \\\\d}{\\fldrslt text}}{\\field{\\*\\fldinst INCLUDETEXT \"" + url
                        + "text\"}{\\fldrslt more}}}"));
        documents.put(
                "a.eml",
                utf8("Subject: S\nFrom: a@example.invalid\nMIME-Version: 1.0\nContent-Type: multipart/mixed;"
                        + " boundary=b\n\n--b\nContent-Type: message/external-body; access-type=URL; URL=\"" + url
                        + "body\"\n\nContent-Type: text/html\n\n--b\nContent-Type: text/html\n\n<p>text<img src=\""
                        + url
                        + "image\"></p>\n--b--\n"));
        documents.put(
                "a.fb2",
                utf8("<?xml version=\"1.0\"?>" + doctype
                        + "<FictionBook xmlns=\"http://www.gribuser.ru/xml/fictionbook/" + "2.0\"><body><section><p>"
                        + entities + "</p></section></body></FictionBook>"));
        documents.put(
                "word2003.xml",
                utf8("<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>" + doctype
                        + "<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body><w:p>"
                        + "<w:r><w:t>" + entities + "</w:t></w:r></w:p></w:body></w:wordDocument>"));
        documents.put("a.csv", utf8("a,b\n=WEBSERVICE(\"" + url + "\"),\"=HYPERLINK(\"\"" + url + "\"\")\"\n"));
        documents.put("a.pdf", pdf(url, doctype, entities));
        return documents;
    }

    private static byte[] docx(String url, String doctype, String body) throws IOException {
        byte[] document = utf8(wordDocument(doctype, body));
        return Archives.docx(
                out -> out.write(document),
                relation("rId1", "/attachedTemplate", url + "template.dotm", true)
                        + relation("rId2", "/image", url + "image.png", true)
                        + relation("rId3", "/oleObject", url + "object.bin", true)
                        + relation("rId4", "/aFChunk", url + "chunk.html", true)
                        + relation("rId5", "/subDocument", url + "sub.docx", true)
                        + relation("rId6", "/hyperlink", url, true));
    }

    private static byte[] pdf(String url, String doctype, String entities) throws IOException {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDPage page = new PDPage();
            document.addPage(page);
            PDActionURI action = new PDActionURI();
            action.setURI(url);
            PDAnnotationLink link = new PDAnnotationLink();
            link.setAction(action);
            page.getAnnotations().add(link);
            document.getDocumentCatalog().setOpenAction(action);
            page.getCOSObject().setItem(COSName.CONTENTS, elsewhere(document, url));
            byte[] form = utf8("<?xml version=\"1.0\"?>" + doctype + "<xdp:xdp xmlns:xdp=\"http://ns.adobe.com/xdp/\">"
                    + entities + "</xdp:xdp>");
            PDAcroForm fields = new PDAcroForm(document);
            fields.setXFA(new PDXFAResource(stream(document, form)));
            document.getDocumentCatalog().setAcroForm(fields);
            PDMetadata metadata = new PDMetadata(document);
            metadata.importXMPMetadata(utf8("<?xml version=\"1.0\"?>" + doctype
                    + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">" + entities + "</x:xmpmeta>"));
            document.getDocumentCatalog().setMetadata(metadata);
            document.save(out);
            return out.toByteArray();
        }
    }

    /** A stream that says that its content is to be had from elsewhere (PDF 32000-1, 7.3.8). */
    private static COSStream elsewhere(PDDocument document, String url) throws IOException {
        COSStream stream = stream(document, new byte[0]);
        COSDictionary file = new COSDictionary();
        file.setItem(COSName.FS, COSName.getPDFName("URL"));
        file.setItem(COSName.F, new COSString(url + "content"));
        stream.setItem(COSName.F, file);
        return stream;
    }

    private static COSStream stream(PDDocument document, byte[] content) throws IOException {
        COSStream stream = document.getDocument().createCOSStream();
        try (var out = stream.createOutputStream()) {
            out.write(content);
        }
        return stream;
    }
}
