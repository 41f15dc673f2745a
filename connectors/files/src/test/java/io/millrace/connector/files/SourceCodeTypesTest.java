package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceCodeTypesTest {
    @ParameterizedTest
    @CsvSource({
        "A.java, text/x-java-source",
        "a.c, text/x-csrc",
        "a.cpp, text/x-c++src",
        "a.cs, text/x-csharp",
        "a.go, text/x-go",
        "a.h, text/x-chdr",
        "a.js, text/javascript",
        "a.kt, text/plain",
        "a.php, text/x-php",
        "a.py, text/x-python",
        "a.rb, text/x-ruby",
        "a.rs, text/x-rust",
        "a.sh, application/x-sh",
        "a.sql, text/x-sql",
        "a.ts, text/plain",
        "a.tsx, text/plain"
    })
    void readsSourceCodeToTheLetter(String name, String type) throws Exception {
        String text = "use std::fmt;\n\n/// <b>One</b> & two.\nfn main() {\n\tlet a = 1 < 2;\n}\n";

        try (var parser = new TikaContentParser(ParseLimits.DEFAULT)) {
            assertThat(SupportedTypes.mayHold("src/" + name)).isTrue();
            assertThat(parser.parse(new Bytes(text.getBytes(UTF_8)), null, name))
                    .isEqualTo(new Parsed(type, null, text, Markup.PLAIN, List.of()));
        }
    }
}
