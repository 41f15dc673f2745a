package io.millrace.chunk.code;

import io.millrace.document.Document;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Programming languages, and how a document shows that it is written in one. */
public enum SourceLanguage {
    BASH("sh bash zsh ksh", "application/x-sh text/x-sh"),
    C("c", "text/x-csrc"),
    // A header is read as C++, which reads C's too.
    CPP("cc cpp cxx c++ h hh hpp hxx inl", "text/x-c++src text/x-c++hdr text/x-chdr"),
    CSHARP("cs", "text/x-csharp"),
    DART("dart", "text/x-dart"),
    ELIXIR("ex exs", "text/x-elixir"),
    GO("go", "text/x-go"),
    GROOVY("groovy gradle", "text/x-groovy"),
    HASKELL("hs", "text/x-haskell"),
    JAVA("java", "text/x-java-source text/x-java"),
    JAVASCRIPT("js jsx mjs cjs", "application/javascript text/javascript application/x-javascript"),
    JULIA("jl", "text/x-julia"),
    KOTLIN("kt kts", "text/x-kotlin"),
    LUA("lua", "text/x-lua"),
    PERL("pl pm", "text/x-perl"),
    PHP("php", "text/x-php"),
    POWERSHELL("ps1 psm1", "text/x-powershell"),
    PYTHON("py pyi", "text/x-python"),
    R("r", "text/x-rsrc"),
    RUBY("rb rake", "text/x-ruby"),
    RUST("rs", "text/x-rust"),
    SCALA("scala sc", "text/x-scala"),
    SQL("sql", "text/x-sql application/sql"),
    SWIFT("swift", "text/x-swift"),
    TSX("tsx", "text/tsx"),
    TYPESCRIPT("ts mts cts", "text/x-typescript application/typescript");

    private static final Map<String, SourceLanguage> BY_EXTENSION = new HashMap<>();
    private static final Map<String, SourceLanguage> BY_MEDIA_TYPE = new HashMap<>();

    static {
        for (SourceLanguage language : values()) {
            for (String extension : language.extensions.split(" ", -1)) {
                BY_EXTENSION.put(extension, language);
            }
            for (String type : language.mediaTypes.split(" ", -1)) {
                BY_MEDIA_TYPE.put(type, language);
            }
        }
    }

    private final String extensions;
    private final String mediaTypes;

    /** Both by spaces. */
    SourceLanguage(String extensions, String mediaTypes) {
        this.extensions = extensions;
        this.mediaTypes = mediaTypes;
    }

    /**
     * The language that a document is written in, or null when it isn't known to be source code. The extension of its
     * URI, its title or its id says more than the media type, which knows no dialects.
     */
    public static @Nullable SourceLanguage of(Document document) {
        SourceLanguage language = ofName(document.uri());
        if (language == null) {
            language = ofName(document.title());
        }
        if (language == null) {
            language = ofName(document.id());
        }
        return language != null ? language : ofMediaType(document.contentType());
    }

    private static @Nullable SourceLanguage ofMediaType(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return BY_MEDIA_TYPE.get(type.strip().toLowerCase(Locale.ROOT));
    }

    private static @Nullable SourceLanguage ofName(@Nullable String name) {
        if (name == null) {
            return null;
        }
        // A title that is a sentence may end in anything.
        String last = name.strip();
        last = last.substring(last.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        if (dot < 1 || last.indexOf(' ') >= 0) {
            return null;
        }
        return BY_EXTENSION.get(last.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
