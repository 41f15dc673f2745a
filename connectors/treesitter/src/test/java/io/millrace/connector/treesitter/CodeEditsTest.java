package io.millrace.connector.treesitter;

import static io.millrace.chunk.code.Sources.TOKENS;
import static io.millrace.chunk.code.Sources.assertSound;
import static io.millrace.chunk.code.Sources.pieces;
import static io.millrace.chunk.code.Sources.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker.Piece;
import io.millrace.chunk.code.CodeChunker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CodeEditsTest {
    private static final int MAX = 60;

    static final List<String> SAMPLES = SampleSources.NAMES;

    private final CodeChunker chunker = new CodeChunker(new ChunkSizes(10, MAX, 0), TOKENS, new TreeSitterOutline());

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void holdsAllOfASourceInPiecesThatFit(String sample) {
        String text = SampleSources.text(sample);

        assertSound(pieces(chunker, sample, text), text, MAX);
    }

    @Test
    void leavesADeclarationWholeWithWhatIsAboveIt() {
        String text = SampleSources.text("Ledger.java");

        assertThat(texts(chunker, "Ledger.java", text))
                .anySatisfy(piece -> assertThat(piece)
                        .startsWith("    // Books, and tells")
                        .endsWith("return balance(account);\n    }"));
        assertThat(pieces(chunker, "Ledger.java", text))
                .filteredOn(piece -> text.substring(piece.start(), piece.end()).contains("long book("))
                .singleElement()
                .extracting(Piece::headings)
                .isEqualTo(List.of("Ledger"));
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void anEditOfOneWordChangesOnePiece(String sample) {
        String text = SampleSources.text(sample);
        int at = text.lastIndexOf("return") > 0 ? text.lastIndexOf("return") : text.length() / 2;
        String edited = text.substring(0, at) + "edited " + text.substring(at);

        List<String> added = new ArrayList<>(texts(chunker, sample, edited));
        added.removeAll(texts(chunker, sample, text));

        assertThat(added).hasSizeBetween(1, 2);
    }

    @Test
    void anEditInOneMethodOfManyChangesItsPieceAlone() {
        StringBuilder text = new StringBuilder("class Steps {\n    int state;\n\n");
        for (int i = 0; i < 60; i++) {
            text.append("    /** Step ").append(i).append(". */\n    int step").append(i);
            text.append("(int by) {\n        if (by < ").append(i).append(") {\n            state += by;\n        }\n");
            text.append("        return state;\n    }\n\n");
        }
        String before = text.append("}\n").toString();
        String after = before.replace("by < 31)", "by < 31 && state != by * by)");

        List<String> added = new ArrayList<>(texts(chunker, "Steps.java", after));
        added.removeAll(texts(chunker, "Steps.java", before));

        assertThat(added).singleElement().asString().contains("step31(");
    }
}
