package io.millrace.job.cluster;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.flink.util.ChildFirstClassLoader;

/**
 * A main class whose JVM has Flink's jars on its class path and no other, as a task manager has. It loads the parser as
 * Flink loads a job, from a jar of its own, and parses a page and a DOCX.
 */
final class JobsJarParsing {
    private static final String FILES = "io.millrace.connector.files.";

    private JobsJarParsing() {}

    /** Argument: the jobs jar. Prints the texts. */
    public static void main(String[] arguments) throws Exception {
        URL[] jar = {Path.of(arguments[0]).toUri().toURL()};
        ClassLoader flink = JobsJarParsing.class.getClassLoader();
        try (var loader = new ChildFirstClassLoader(
                jar, flink, new String[] {"java.", "org.apache.flink.", "org.slf4j", "org.apache.logging"}, e -> {})) {
            Class<?> limits = loader.loadClass(FILES + "ParseLimits");
            Class<?> bytes = loader.loadClass("io.millrace.document.Bytes");
            Class<?> type = loader.loadClass(FILES + "worker.WorkerContentParser");
            Constructor<?> constructor = type.getConstructor(limits);
            try (var parser = (AutoCloseable)
                    constructor.newInstance(limits.getField("DEFAULT").get(null))) {
                var parse = type.getMethod("parse", bytes, String.class, String.class);
                var content = bytes.getConstructor(byte[].class);
                byte[] page = "<p>A page".getBytes(StandardCharsets.UTF_8);
                System.out.println(parse.invoke(parser, content.newInstance((Object) page), null, "a.html"));
                System.out.println(parse.invoke(parser, content.newInstance((Object) docx()), null, "a.docx"));
            }
        }
    }

    private static byte[] docx() throws Exception {
        var bytes = new ByteArrayOutputStream();
        String word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        try (var zip = new ZipOutputStream(bytes)) {
            add(zip, "[Content_Types].xml", """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"
                    ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
                    PartName="/word/document.xml" ContentType="%s.main+xml"/></Types>""".formatted(word));
            add(zip, "_rels/.rels", """
                    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r"
                    Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
                    Target="word/document.xml"/></Relationships>""");
            add(zip, "word/document.xml", """
                    <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>
                    <w:t>A letter</w:t></w:r></w:p></w:body></w:document>""");
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, String content) throws Exception {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
