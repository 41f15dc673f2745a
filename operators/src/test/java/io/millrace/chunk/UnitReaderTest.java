package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitReaderTest {
    @Test
    void namesWhatACutWouldPart() {
        String text =
                "# Guide\n## Install\n\nRun it. Then wait.\n\nMore words.\n\n| a | b |\n| 1 | 2 |\n\n## Use\n\nGo.";

        assertThat(units(text, 20))
                .containsExactly(
                        "HEADING # Guide",
                        "HEADED ## Install",
                        "HEADED Run it.",
                        "SENTENCE Then wait.",
                        "PARAGRAPH More words.",
                        "PARAGRAPH | a | b |\n| 1 | 2 |",
                        "HEADING ## Use",
                        "HEADED Go.");
    }

    @Test
    void takesAShortLineThatStandsAloneForATitle() {
        assertThat(units("Some words.\n\n = History = \n\nMore words.", 20))
                .containsExactly("PARAGRAPH Some words.", "TITLE = History =", "HEADED More words.");
    }

    @Test
    void tellsWrappedLinesFromLinesThatStandForThemselves() {
        String wrapped = "A line that a program has wrapped because it grew\nlonger than the paper is wide.";

        assertThat(units(wrapped, 30)).containsExactly("PARAGRAPH " + wrapped);
        assertThat(units("Name: Ada\nBorn: 1815\n- one\n- two", 30))
                .containsExactly("PARAGRAPH Name: Ada", "LINE Born: 1815", "LINE - one", "LINE - two");
    }

    @Test
    void readsWhatIsTooLargeByLinesAndWords() {
        assertThat(units("```\na b\nc d\n```", 3))
                .containsExactly("PARAGRAPH ```", "SENTENCE a b", "SENTENCE c d", "SENTENCE ```");
        assertThat(units("One two, three four.", 3))
                .containsExactly("PARAGRAPH One", "WORD two,", "CLAUSE three", "WORD four.");
    }

    @Test
    void countsAtLeastATokenForSixteenCharacters() {
        List<Unit> units = new ArrayList<>();
        String text = "x".repeat(64);
        TextSize size = new TextSize(text, WORDS);

        UnitReader.read(Pieces.document(text, Markup.PLAIN), size, 10, units::add);

        assertThat(units).extracting(Unit::tokens).containsExactly(4);
    }

    private static List<String> units(String text, int maxTokens) {
        List<String> units = new ArrayList<>();
        TextSize size = new TextSize(text, WORDS);
        UnitReader.read(
                Pieces.document(text, Markup.MARKDOWN),
                size,
                maxTokens,
                unit -> units.add(unit.before() + " " + text.substring(unit.start(), unit.end())));
        return units;
    }
}
