package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes a jar for {@code flink run} from the source of one class. */
final class JobJar {
    private JobJar() {}

    /**
     * Compiles the class, which is in no package, and jars what came of it, with it as the main class.
     *
     * @param folder takes the classes and the jar
     */
    static Path of(Path folder, String className, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(className));
        compile(classes, className, source);
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, className);
        Path jar = folder.resolve(className + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream output = new JarOutputStream(file, manifest);
                Stream<Path> compiled = Files.list(classes)) {
            for (Path each : compiled.toList()) {
                output.putNextEntry(new ZipEntry(each.getFileName().toString()));
                Files.copy(each, output);
                output.closeEntry();
            }
        }
        return jar;
    }

    /**
     * Compiles a provider's class, which is in no package, and jars it so that it is found by its port.
     *
     * @param port the class name of what it implements
     */
    static Path ofProvider(Path folder, String className, String port, String source) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(className));
        compile(classes, className, source);
        Path jar = folder.resolve(className + ".jar");
        try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
            output.putNextEntry(new ZipEntry(className + ".class"));
            Files.copy(classes.resolve(className + ".class"), output);
            output.closeEntry();
            output.putNextEntry(new ZipEntry("META-INF/services/" + port));
            output.write(className.getBytes(StandardCharsets.UTF_8));
            output.closeEntry();
        }
        return jar;
    }

    private static void compile(Path classes, String className, String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-d", classes.toString(), "-classpath", System.getProperty("java.class.path"), "-proc:none");
        var task = compiler.getTask(null, null, null, options, null, List.of(inMemory(className, source)));
        assertThat(task.call()).as("compiled " + className).isTrue();
    }

    private static JavaFileObject inMemory(String className, String source) {
        return new SimpleJavaFileObject(URI.create("string:///" + className + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
