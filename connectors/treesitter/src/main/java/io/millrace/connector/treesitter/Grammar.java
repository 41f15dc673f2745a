package io.millrace.connector.treesitter;

import io.millrace.chunk.code.SourceLanguage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterBash;
import org.treesitter.TreeSitterC;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterGo;
import org.treesitter.TreeSitterJava;
import org.treesitter.TreeSitterJavascript;
import org.treesitter.TreeSitterKotlin;
import org.treesitter.TreeSitterPhp;
import org.treesitter.TreeSitterPython;
import org.treesitter.TreeSitterRuby;
import org.treesitter.TreeSitterRust;
import org.treesitter.TreeSitterTsx;
import org.treesitter.TreeSitterTypescript;

/**
 * The grammar of a language.
 *
 * @param library its native library's name
 * @param open makes a handle to it, to be closed; loads the library the first time
 */
record Grammar(String library, Supplier<TSLanguage> open) {
    private static final Map<SourceLanguage, Grammar> ALL = new EnumMap<>(Map.ofEntries(
            Map.entry(SourceLanguage.BASH, new Grammar("tree-sitter-bash", TreeSitterBash::new)),
            Map.entry(SourceLanguage.C, new Grammar("tree-sitter-c", TreeSitterC::new)),
            Map.entry(SourceLanguage.CPP, new Grammar("tree-sitter-cpp", TreeSitterCpp::new)),
            Map.entry(SourceLanguage.CSHARP, new Grammar("tree-sitter-c-sharp", TreeSitterCSharp::new)),
            Map.entry(SourceLanguage.GO, new Grammar("tree-sitter-go", TreeSitterGo::new)),
            Map.entry(SourceLanguage.JAVA, new Grammar("tree-sitter-java", TreeSitterJava::new)),
            Map.entry(SourceLanguage.JAVASCRIPT, new Grammar("tree-sitter-javascript", TreeSitterJavascript::new)),
            Map.entry(SourceLanguage.KOTLIN, new Grammar("tree-sitter-kotlin", TreeSitterKotlin::new)),
            Map.entry(SourceLanguage.PHP, new Grammar("tree-sitter-php", TreeSitterPhp::new)),
            Map.entry(SourceLanguage.PYTHON, new Grammar("tree-sitter-python", TreeSitterPython::new)),
            Map.entry(SourceLanguage.RUBY, new Grammar("tree-sitter-ruby", TreeSitterRuby::new)),
            Map.entry(SourceLanguage.RUST, new Grammar("tree-sitter-rust", TreeSitterRust::new)),
            Map.entry(SourceLanguage.TSX, new Grammar("tree-sitter-tsx", TreeSitterTsx::new)),
            Map.entry(SourceLanguage.TYPESCRIPT, new Grammar("tree-sitter-typescript", TreeSitterTypescript::new))));

    static Set<SourceLanguage> languages() {
        return Set.copyOf(ALL.keySet());
    }

    /** The grammar of one of {@link #languages()}. */
    static Grammar of(SourceLanguage language) {
        Grammar grammar = ALL.get(language);
        if (grammar == null) {
            throw new IllegalArgumentException("no grammar for %s; there are %s".formatted(language, ALL.keySet()));
        }
        return grammar;
    }
}
