package io.millrace.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    @Test
    void setsNumbersToTheRight() {
        var table = new MarkdownTable(1, "chunker", "n");
        table.row("whole", "1");
        table.row("structure", "12000");

        assertThat(table).hasToString("""
                | chunker   |     n |
                | --------- | -----:|
                | whole     |     1 |
                | structure | 12000 |
                """);
    }

    @Test
    void refusesARowOfAnotherWidth() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MarkdownTable(1, "a", "b").row("1"))
                .withMessage("a row must have 2 cells, got 1");
    }
}
