package io.millrace.chunk.code;

import static io.millrace.chunk.code.Sources.TOKENS;
import static io.millrace.chunk.code.Sources.assertSound;
import static io.millrace.chunk.code.Sources.pieces;
import static io.millrace.chunk.code.Sources.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker.Piece;
import io.millrace.chunk.StructureChunker;
import io.millrace.chunk.code.SyntaxOutline.Part;
import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CodeChunkerTest {
    private static final String SHOP = """
            import decimal
            import json


            class Basket:
                # What is in it, in order.
                def __init__(self, owner):
                    self.owner = owner
                    self.lines = []
                    self.total = decimal.Decimal(0)

                # Adds a line, and its price to the total.
                @logged
                def add(self, line):
                    self.lines.append(line)
                    self.total += line.price * line.quantity

                    if self.total > LIMIT:
                        raise Refused(self.owner)


            def load(path):
                with open(path) as file:
                    return [Line(**row) for row in json.load(file)]
            """;

    @Test
    void goesByIndentationWhereNoSyntaxIsKnown() {
        List<String> texts = texts(chunker(8, 45), "shop.py", SHOP);

        assertThat(texts).hasSize(4);
        assertThat(texts.get(0)).startsWith("import decimal\n").endsWith("    self.total = decimal.Decimal(0)");
        assertThat(texts.get(1)).startsWith("    # Adds a line").endsWith("line.price * line.quantity");
        assertThat(texts.get(2)).isEqualTo("        if self.total > LIMIT:\n            raise Refused(self.owner)");
        assertThat(texts.get(3)).startsWith("def load(path):\n").endsWith("json.load(file)]");
    }

    @Test
    void namesTheDeclarationsAroundAPiece() {
        assertThat(pieces(chunker(8, 45), "shop.py", SHOP))
                .extracting(Piece::headings)
                .containsExactly(List.of(), List.of("Basket", "add"), List.of("Basket", "add"), List.of());
    }

    @Test
    void leavesWholeWhatFits() {
        assertThat(texts(chunker(8, 500), "shop.py", SHOP))
                .hasSize(2)
                .last()
                .asString()
                .startsWith("def load");
    }

    @Test
    void followsASyntaxOutline() {
        String text = "one {\n  two {\n    a b c d e f\n  }\n  three {\n    g h i j k l\n  }\n}\n";
        Part two = part(text, "two {", "f\n  }", "two");
        Part three = part(text, "three {", "l\n  }", "three");
        Part one = new Part(0, text.length() - 1, "one", List.of(two, three));
        var chunker = new CodeChunker(new ChunkSizes(3, 12, 0), TOKENS, outline(List.of(one)));

        assertThat(texts(chunker, "x.go", text))
                .containsExactly("one {\n  two {\n    a b c d e f\n  }", "  three {\n    g h i j k l\n  }\n}");
        assertThat(pieces(chunker, "x.go", text))
                .extracting(Piece::headings)
                .containsExactly(List.of("one"), List.of("one"));
    }

    @Test
    void goesByIndentationWhereAnOutlineGivesUp() {
        var withOutline = new CodeChunker(new ChunkSizes(8, 45, 0), TOKENS, outline(null));

        assertThat(texts(withOutline, "shop.py", SHOP)).isEqualTo(texts(chunker(8, 45), "shop.py", SHOP));
    }

    @Test
    void leavesProseAndMarkdownToTheirStructure() {
        String text = "# Title\n\nSome words. More words.\n\n```python\nprint(1)\n```\n";
        Document markdown = Sources.document("shop.py.md", null, "text/markdown", Markup.MARKDOWN, text);
        List<Piece> expected = new ArrayList<>();
        new StructureChunker(new ChunkSizes(2, 8, 0), TOKENS).chunk(markdown, expected::add);

        List<Piece> pieces = new ArrayList<>();
        chunker(2, 8).chunk(markdown, pieces::add);

        assertThat(pieces).isEqualTo(expected);
    }

    @Test
    void cutsWithinALineOnlyIfItAloneIsTooLarge() {
        String text = "var a=1;\nvar words=\"" + "abc def, ".repeat(40) + "\";\nvar b=2;\n";

        List<String> texts = texts(chunker(2, 20), "min.js", text);

        assertSound(pieces(chunker(2, 20), "min.js", text), text, 20);
        assertThat(texts.get(0)).startsWith("var a=1;\n");
        assertThat(texts.get(texts.size() - 1)).endsWith("var b=2;");
    }

    @Test
    void keepsClosingLinesWithWhatTheyClose() {
        String body = "x = call(one, two)\n    ".repeat(4);
        String text = "function outer() {\n  function inner() {\n    " + body + "\n  }\n}\n";

        assertThat(texts(chunker(4, 30), "a.js", text)).last().asString().endsWith("}\n}");
    }

    @Test
    void holdsItsPromisesOnAnyText() {
        for (int seed = 0; seed < 300; seed++) {
            String text = RandomText.of(new Random(seed));
            if (text.isBlank()) {
                continue;
            }
            int max = 3 + seed % 60;

            assertSound(pieces(chunker(seed % 4, max), "x.java", text), text, max);
        }
    }

    @Test
    void anEditInOneFunctionLeavesTheOtherPieces() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("def f").append(i).append("(a, b):\n");
            text.append("    # does step ")
                    .append(i)
                    .append("\n    c = a * b + ")
                    .append(i);
            text.append("\n    return c if c > 0 else -c\n\n\n");
        }
        String edited = text.toString().replace("step 17", "the step of number 17, and more than that");

        List<String> added = new ArrayList<>(texts(chunker(16, 64), "m.py", edited));
        added.removeAll(texts(chunker(16, 64), "m.py", text.toString()));

        assertThat(added).hasSize(1);
    }

    @Test
    void anEditInALongRunOfLinesMovesFewCuts() {
        StringBuilder text = new StringBuilder("VALUES = [\n");
        for (int i = 0; i < 2_000; i++) {
            text.append("    ('key").append(i).append("', ").append(i * 31).append("),\n");
        }
        text.append("]\n");
        String edited = text.toString().replace("('key700', ", "('inserted', 0),\n    ('key700', ");

        List<String> added = new ArrayList<>(texts(chunker(16, 64), "m.py", edited));
        added.removeAll(texts(chunker(16, 64), "m.py", text.toString()));

        assertThat(added).hasSizeBetween(1, 8);
    }

    @Test
    void readsALongTextInOneGo() {
        String text = "x = [\n" + "  [1, 2, 3],\n".repeat(50_000) + "]\n" + "y".repeat(200_000);

        assertSound(pieces(chunker(16, 256), "long.js", text), text, 256);
    }

    @Test
    void endsWhateverTheDepth() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            text.append(" ".repeat(i)).append("if a").append(i).append(":\n");
        }

        assertSound(pieces(chunker(4, 16), "deep.py", text.toString()), text.toString(), 16);
    }

    @Test
    void tellsItsFingerprintWhatDecidesTheCuts() {
        assertThat(chunker(8, 45).fingerprint())
                .isEqualTo("code/1 min 8 max 45 syntax none; structure/2 min 8 max 45 overlap 0");
        assertThat(new CodeChunker(new ChunkSizes(8, 45, 0), TOKENS, outline(null)).fingerprint())
                .contains("syntax fake/1");
    }

    private static CodeChunker chunker(int min, int max) {
        return new CodeChunker(new ChunkSizes(min, max, 0), TOKENS, null);
    }

    private static Part part(String text, String first, String last, String name) {
        return new Part(text.indexOf(first), text.indexOf(last) + last.length(), name, List.of());
    }

    private static SyntaxOutline outline(@Nullable List<Part> parts) {
        return new SyntaxOutline() {
            @Override
            public String name() {
                return "fake/1";
            }

            @Override
            public Set<SourceLanguage> languages() {
                return Set.of(SourceLanguage.GO, SourceLanguage.PYTHON);
            }

            @Override
            public @Nullable List<Part> outline(SourceLanguage language, String source, int grain) {
                return parts;
            }
        };
    }
}
