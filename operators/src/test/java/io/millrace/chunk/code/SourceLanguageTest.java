package io.millrace.chunk.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceLanguageTest {
    @Test
    void goesByTheExtensionBeforeTheMediaType() {
        assertThat(of("file:///src/App.tsx", null, "application/javascript")).isEqualTo(SourceLanguage.TSX);
        assertThat(of("s3://code/MAIN.PY", null, "text/plain")).isEqualTo(SourceLanguage.PYTHON);
    }

    @Test
    void goesByTheTitleWhereTheUriSaysNothing() {
        assertThat(of("https://example.org/raw?id=7", "src/main.rs", "text/plain"))
                .isEqualTo(SourceLanguage.RUST);
    }

    @Test
    void goesByTheMediaTypeWithItsParametersLeftOut() {
        assertThat(of("stdin", null, "text/x-java-source; charset=UTF-8")).isEqualTo(SourceLanguage.JAVA);
    }

    @Test
    void takesNoSentenceForAFileName() {
        assertThat(of("https://example.org/", "How we left Node.js", "text/plain"))
                .isNull();
    }

    @Test
    void knowsThatProseIsNoCode() {
        assertThat(of("notes.txt", "Notes", "text/plain")).isNull();
        assertThat(of("", "", "")).isNull();
    }

    private static @Nullable SourceLanguage of(String uri, @Nullable String title, String contentType) {
        return SourceLanguage.of(Sources.document(uri, title, contentType, Markup.PLAIN, "x"));
    }
}
