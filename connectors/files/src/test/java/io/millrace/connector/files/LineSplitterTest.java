package io.millrace.connector.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    @Test
    void splitsAtLineFeedsWithOrWithoutReturns() throws IOException {
        assertThat(texts("one\ntwo\r\nthree")).containsExactly("one", "two", "three");
    }

    @Test
    void keepsBlankLines() throws IOException {
        assertThat(texts("\n\na\n")).containsExactly("", "", "a");
    }

    @Test
    void findsNoLineInNothing() throws IOException {
        assertThat(texts("")).isEmpty();
    }

    @Test
    void keepsAReturnInsideOfALine() throws IOException {
        assertThat(texts("a\rb\nc")).containsExactly("a\rb", "c");
    }

    @Test
    void splitsAcrossItsBuffer() throws IOException {
        String longLine = "x".repeat(200_000);

        assertThat(texts(longLine + "\r\n" + longLine + "y\n")).containsExactly(longLine, longLine + "y");
    }

    @Test
    void findsAReturnAtTheEndOfItsBufferAndTheFeedInTheNext() throws IOException {
        String line = "x".repeat(64 * 1024 - 1);

        assertThat(texts(line + "\r\nnext")).containsExactly(line, "next");
    }

    @Test
    void dropsTheContentOfALineOverTheLimitAndGoesOn() throws IOException {
        List<LineSplitter.Line> lines = lines("12345\n123456\r\n12345\r\n1", 5);

        assertThat(lines).extracting(line -> line.content() != null).containsExactly(true, false, true, true);
        assertThat(lines).extracting(LineSplitter.Line::length).containsExactly(5L, 6L, 5L, 1L);
    }

    @Test
    void saysWhereEachNextLineStarts() throws IOException {
        List<LineSplitter.Line> lines = lines("one\ntwo\r\nthree", 100);

        assertThat(lines)
                .extracting(LineSplitter.Line::after)
                .containsExactly(new LinePosition(4, 1), new LinePosition(9, 2), new LinePosition(14, 3));
    }

    private static List<String> texts(String content) throws IOException {
        List<String> texts = new ArrayList<>();
        for (LineSplitter.Line line : lines(content, Integer.MAX_VALUE)) {
            assertThat(line.content()).isNotNull();
            texts.add(new String(line.content(), UTF_8));
        }
        return texts;
    }

    private static List<LineSplitter.Line> lines(String content, long maxBytes) throws IOException {
        LineSplitter splitter =
                new LineSplitter(new ByteArrayInputStream(content.getBytes(UTF_8)), LinePosition.START, maxBytes);
        List<LineSplitter.Line> lines = new ArrayList<>();
        for (LineSplitter.Line line = splitter.next(); line != null; line = splitter.next()) {
            lines.add(line);
        }
        return lines;
    }
}
