package io.millrace.connector.treesitter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A file of each language. */
final class SampleSources {
    static final List<String> NAMES = List.of(
            "App.tsx",
            "Cart.php",
            "Clock.kt",
            "Ledger.java",
            "Orders.cs",
            "backup.sh",
            "cache.go",
            "list.c",
            "mail.rb",
            "queue.py",
            "ring.cpp",
            "router.ts",
            "shape.rs",
            "view.js");

    private SampleSources() {}

    static String text(String name) {
        try (InputStream content = SampleSources.class.getResourceAsStream("/sources/" + name)) {
            if (content == null) {
                throw new IllegalArgumentException("there is no sample " + name);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
