package io.millrace.connector.treesitter;

import static io.millrace.chunk.code.Sources.TOKENS;
import static io.millrace.chunk.code.Sources.assertSound;
import static io.millrace.chunk.code.Sources.pieces;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.code.CodeChunker;
import io.millrace.chunk.code.RandomText;
import io.millrace.chunk.code.SourceLanguage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileSourceTest {
    private static final int MAX = 64;

    private final TreeSitterOutline outline = new TreeSitterOutline();
    private final CodeChunker chunker = new CodeChunker(new ChunkSizes(8, MAX, 0), TOKENS, outline);

    static final List<String> SAMPLES = SampleSources.NAMES;

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void outlivesDamagedSource(String sample) {
        String text = SampleSources.text(sample);
        Random random = new Random(sample.hashCode());
        for (int run = 0; run < 40; run++) {
            String damaged = damage(text, random);

            assertSound(pieces(chunker, sample, damaged), damaged, MAX);
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void outlivesNestingWithoutEnd(String sample) {
        for (String opening : new String[] {"(", "{", "[", "<a", "f(", "a<b,", "`${", "\"#{", "if x:\n ", "- "}) {
            String text = SampleSources.text(sample) + opening.repeat(30_000 / opening.length());

            assertThat(pieces(chunker, sample, text)).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a<b,", "<a", "x y "})
    void stopsAParseThatWorksTooLongForItsText(String bit) {
        String text = bit.repeat(30_000 / bit.length());

        for (SourceLanguage language : outline.languages()) {
            assertThatCode(() -> outline.outline(language, text, MAX)).doesNotThrowAnyException();
        }
    }

    @Test
    void givesNoneOfATextThatIsTooLong() {
        assertThat(outline.outline(SourceLanguage.JAVA, "int x = 1;\n".repeat(20_000), MAX))
                .isNull();
    }

    @Test
    void cutsALongTextByItsLines() {
        String text = "class A {\n" + "    int x = 1;\n".repeat(400_000) + "}\n";

        assertSound(pieces(chunker, "A.java", text), text, MAX);
    }

    @Test
    void holdsItsPromisesOnAnyText() {
        for (int seed = 0; seed < 400; seed++) {
            String text = RandomText.of(new Random(seed));
            if (!text.isBlank()) {
                String name = SampleSources.NAMES.get(seed % SampleSources.NAMES.size());
                assertSound(pieces(chunker, name, text), text, MAX);
            }
        }
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            int at = random.nextInt(damaged.length());
            int to = Math.min(damaged.length(), at + 1 + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> damaged.setCharAt(at, (char) random.nextInt(0x10000));
                case 1 -> damaged.insert(at, damaged.substring(at, to).repeat(1 + random.nextInt(8)));
                case 2 -> damaged.insert(at, "\"'`({[<\\#$\0".charAt(random.nextInt(11)));
                default -> damaged.delete(at, to).append('x');
            }
        }
        return damaged.toString();
    }
}
