package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockReaderTest {
    @Test
    void leavesLineEndsOutOfBlocksAndKeepsOffsetsExact() {
        assertThat(blocks("# One\r\n\r\nTwo\r\nthree\r\n"))
                .containsExactly("HEADING [One] # One", "PROSE [One] Two\r\nthree");
    }

    @Test
    void readsALastLineWithoutAnEnd() {
        assertThat(blocks("words")).containsExactly("PROSE [] words");
        assertThat(blocks("# Head")).containsExactly("HEADING [Head] # Head");
        assertThat(blocks("words\r")).containsExactly("PROSE [] words");
    }

    @Test
    void readsNothingInBlankText() {
        assertThat(blocks("")).isEmpty();
        assertThat(blocks(" \n\t\r\n\u2003")).isEmpty();
    }

    @Test
    void takesIndentedCodeForProseAndNotForAHeading() {
        assertThat(blocks("    # comment\n\t# comment")).containsExactly("PROSE []     # comment\n\t# comment");
        assertThat(blocks("   # Head")).containsExactly("HEADING [Head]    # Head");
    }

    @Test
    void takesHashesForAHeadingOnlyBeforeASpaceOrALineEnd() {
        assertThat(blocks("#hashtag")).containsExactly("PROSE [] #hashtag");
        assertThat(blocks("####### seven")).containsExactly("PROSE [] ####### seven");
        assertThat(blocks("## Closed ##  ")).containsExactly("HEADING [Closed] ## Closed ##  ");
        assertThat(blocks("#\tTab")).containsExactly("HEADING [Tab] #\tTab");
        assertThat(blocks("#")).containsExactly("HEADING [] #");
    }

    @Test
    void keepsAFenceOpenUntilOneOfItsOwnSort() {
        String fenced = "````md\n```\n~~~~\n# no heading\n\n````";

        assertThat(blocks(fenced + "\n# Yes")).containsExactly("LINES [] " + fenced, "HEADING [Yes] # Yes");
    }

    @Test
    void takesAnUnclosedFenceToTheEnd() {
        assertThat(blocks("~~~\na\n\n# b\n")).containsExactly("LINES [] ~~~\na\n\n# b");
        assertThat(blocks("```")).containsExactly("LINES [] ```");
    }

    @Test
    void takesCodeWithinALineForNoFence() {
        assertThat(blocks("``` inline ``` words\n\n# Head"))
                .containsExactly("PROSE [] ``` inline ``` words", "HEADING [Head] # Head");
    }

    @Test
    void holdsATableTogetherAndApartFromProse() {
        assertThat(blocks("words\n| a | b |\n|---|---|\n| 1 | 2 |"))
                .containsExactly("PROSE [] words", "LINES [] | a | b |\n|---|---|\n| 1 | 2 |");
        assertThat(blocks("| a |\nwords")).containsExactly("LINES [] | a |", "PROSE [] words");
    }

    @Test
    void takesAnUnderlineForAHeadingOnlyUnderOneLine() {
        assertThat(blocks("Title\n=====")).containsExactly("HEADING [Title] Title\n=====");
        assertThat(blocks("one\ntwo\n---")).containsExactly("PROSE [] one\ntwo\n---");
        assertThat(blocks("---\nwords")).containsExactly("PROSE [] ---\nwords");
    }

    @Test
    void putsHeadingsOfOneLevelBesideEachOtherWhereALevelIsSkipped() {
        assertThat(blocks("# A\n### B\n### C\n### D\n## E\n# F"))
                .containsExactly(
                        "HEADING [A] # A",
                        "HEADING [A, B] ### B",
                        "HEADING [A, C] ### C",
                        "HEADING [A, D] ### D",
                        "HEADING [A, E] ## E",
                        "HEADING [F] # F");
        assertThat(blocks("### Note\n## Install"))
                .containsExactly("HEADING [Note] ### Note", "HEADING [Install] ## Install");
    }

    @Test
    void losesNoLineThatBeginsWithNul() {
        assertThat(blocks("\0words")).containsExactly("PROSE [] \0words");
    }

    @Test
    void knowsParagraphsOnlyInPlainText() {
        assertThat(read("# a\n```\n\n| b |", Markup.PLAIN)).containsExactly("PROSE [] # a\n```", "PROSE [] | b |");
    }

    private static List<String> blocks(String text) {
        return read(text, Markup.MARKDOWN);
    }

    private static List<String> read(String text, Markup markup) {
        List<String> blocks = new ArrayList<>();
        BlockReader.read(
                text,
                markup,
                block -> blocks.add("%s %s %s"
                        .formatted(block.type(), block.headings(), text.substring(block.start(), block.end()))));
        return blocks;
    }
}
