package io.millrace.connector.files.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.TikaContentParser;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class WorkerContentParserITCase {
    private WorkerContentParser parser = new WorkerContentParser(Workers.LIMITS);

    @AfterEach
    void close() throws Exception {
        parser.close();
        assertThat(Workers.alive()).isEmpty();
        assertThat(Workers.directories(ProcessHandle.current())).isEmpty();
        assertThat(Workers.threads()).isEmpty();
    }

    @Test
    void readsWhatTheParserInThisProcessReads() {
        Map<String, String> documents = Map.of(
                "a.html", "<title>T</title><h1>H</h1><table><tr><td>ä</td><td>𐌲</td></tr></table>",
                "a.csv", "a,b\nc,d",
                "a.rtf", "{\\rtf1\\ansi Hello}",
                "a.xml", "<r>text</r>",
                "a.eml", "Subject: S\nFrom: a@example.invalid\n\nBody");

        documents.forEach((name, content) -> {
            Parsed parsed = parser.parse(Bytes.utf8(content), null, name);
            assertThat(parsed).isEqualTo(new TikaContentParser(Workers.LIMITS).parse(Bytes.utf8(content), null, name));
        });
        assertThat(parser.started()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"a.txt, words", "a.md, # Heading", "a.py, import os", "a.json, {}", "a.txt, ''"})
    void readsPlainTextWithoutAProcess(String name, String content) {
        assertThat(parser.parse(Bytes.utf8(content), null, name).text()).isEqualTo(content);
        assertThat(parser.started()).isZero();
    }

    @Test
    void rejectsAsTheParserInThisProcessDoes() {
        assertThat(codeOf(Bytes.utf8("only words"), "a.pdf")).isEqualTo("damaged-document");
        assertThat(codeOf(new Bytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}), "a.png"))
                .isEqualTo("unsupported-type");
        assertThat(parser.started()).isEqualTo(1);
    }

    @Test
    void keepsAProcessForManyDocumentsButNotForever() {
        parser = new WorkerContentParser(Workers.LIMITS, 3);

        for (int i = 0; i < 7; i++) {
            assertThat(pageIsRead()).isTrue();
        }

        assertThat(parser.started()).isEqualTo(3);
        assertThat(Workers.alive()).hasSize(1);
    }

    @Test
    void killsAProcessThatTakesTooLong() {
        parser = new WorkerContentParser(Workers.within(Duration.ofMillis(100)));

        assertThatThrownBy(() -> parser.parse(Workers.longPage(), null, "a.html"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo("parse-timeout"))
                .hasMessage("Parsing the document took more than 100 ms (parsing.timeout)");
        assertThat(Workers.alive()).isEmpty();
    }

    @Test
    void goesOnAfterAProcessThatHangs() throws Exception {
        parser = new WorkerContentParser(Workers.within(Duration.ofSeconds(5)));
        assertThat(pageIsRead()).isTrue();
        Workers.signal("STOP", worker());

        assertThat(codeOf(Workers.PAGE, "a.html")).isEqualTo("parse-timeout");
        assertThat(pageIsRead()).isTrue();
        assertThat(parser.started()).isEqualTo(2);
    }

    @Test
    void doesNotWaitToHandADocumentToAProcessThatHangs() throws Exception {
        parser = new WorkerContentParser(Workers.within(Duration.ofSeconds(5)));
        assertThat(pageIsRead()).isTrue();
        Workers.signal("STOP", worker());

        // More than any pipe holds.
        assertThat(codeOf(Workers.longPage(), "a.html")).isEqualTo("parse-timeout");
        assertThat(Workers.alive()).isEmpty();
    }

    @Test
    void replacesAProcessThatEndedBetweenDocuments() throws Exception {
        assertThat(pageIsRead()).isTrue();
        ProcessHandle first = worker();
        Workers.signal("KILL", first);
        assertThat(first.onExit()).succeedsWithin(Duration.ofSeconds(30));

        assertThat(pageIsRead()).isTrue();
        assertThat(parser.started()).isEqualTo(2);
    }

    @Test
    void triesADocumentAgainWhoseProcessHadParsedOthersBeforeItEnded() throws Exception {
        assertThat(pageIsRead()).isTrue();
        Workers.signal("STOP", worker());
        ProcessHandle stopped = worker();
        CompletableFuture<Boolean> read = CompletableFuture.supplyAsync(this::pageIsRead);

        Workers.signal("KILL", stopped);

        assertThat(read).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(true);
        assertThat(parser.started()).isEqualTo(2);
    }

    @Test
    void givesUpADocumentWhoseOwnProcessIsKilled() throws Exception {
        Bytes page = Workers.longPage();
        long start = bytesReadAtStart();
        CompletableFuture<String> code = CompletableFuture.supplyAsync(() -> codeOf(page, "a.html"));

        Workers.signal("KILL", Workers.awaitRead(ProcessHandle.current(), start + page.size() / 2));

        assertThat(code).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("parser-crashed");
        assertThat(pageIsRead()).isTrue();
    }

    @Test
    void saysThatAProcessCrashedAndLeavesNoDump() throws Exception {
        Bytes page = Workers.longPage();
        long start = bytesReadAtStart();
        CompletableFuture<Parsed> parsed = CompletableFuture.supplyAsync(() -> parser.parse(page, null, "a.html"));

        Workers.signal("SEGV", Workers.awaitRead(ProcessHandle.current(), start + page.size() / 2));

        assertThatThrownBy(() -> parsed.get(60, TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(RejectedException.class)
                .hasMessageStartingWith("Parsing the document crashed the parser: the process ended with ");
        assertThat(Workers.directories(ProcessHandle.current())).isEmpty();
    }

    @Test
    void givesUpADocumentThatTakesAllMemory() {
        ParseLimits little = new ParseLimits(100_000_000, 3, Duration.ofSeconds(60), ParseLimits.LEAST_MEMORY);
        parser = new WorkerContentParser(little);

        assertThatThrownBy(() -> parser.parse(Workers.longPage(), null, "a.html"))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo("out-of-memory"))
                .hasMessage("Parsing the document took more than 64 MiB of memory (parsing.memory)");
        assertThat(pageIsRead()).isTrue();
    }

    @Test
    void endsWithTheInterruptOfItsThread() throws Exception {
        assertThat(pageIsRead()).isTrue();
        Workers.signal("STOP", worker());
        CompletableFuture<Boolean> restored = new CompletableFuture<>();
        Thread task = new Thread(() -> {
            try {
                parser.parse(Workers.PAGE, null, "a.html");
            } catch (TransientException e) {
                restored.complete(e.code().equals("parse-interrupted")
                        && Thread.currentThread().isInterrupted());
            }
        });
        task.start();
        Await.until("the task waits", () -> task.getState() == Thread.State.TIMED_WAITING);

        task.interrupt();

        assertThat(restored).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
        task.join();
        assertThat(Workers.alive()).isEmpty();
        assertThat(pageIsRead()).isTrue();
    }

    @Test
    void givesAProcessNothingOfItsEnvironment() throws Exception {
        assertThat(pageIsRead()).isTrue();

        assertThat(Workers.environment(worker()).split("\u0000", -1))
                .allMatch(each -> each.isEmpty() || each.matches("(LC_ALL|MALLOC_ARENA_MAX|LD_LIBRARY_PATH)=.*"));
    }

    @Test
    void livesBesideAnother() throws Exception {
        try (WorkerContentParser other = new WorkerContentParser(Workers.LIMITS)) {
            CompletableFuture<List<String>> texts = CompletableFuture.supplyAsync(() -> read(other, "other"));

            assertThat(read(parser, "one")).allMatch(text -> text.startsWith("one "));
            assertThat(texts.get(60, TimeUnit.SECONDS)).allMatch(text -> text.startsWith("other "));
            assertThat(Workers.alive()).hasSize(2);
        }
    }

    @Test
    void canBeClosedAtAnyTime() {
        parser.close();
        assertThat(pageIsRead()).isTrue();
        Thread.currentThread().interrupt();
        parser.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Workers.alive()).isEmpty();
    }

    @Test
    void stopsTheJobWhenItsMemoryCannotBeHad() {
        parser = new WorkerContentParser(new ParseLimits(1000, 3, Duration.ofSeconds(60), Long.MAX_VALUE));

        assertThatThrownBy(() -> parser.parse(Workers.PAGE, null, "a.html"))
                .isInstanceOfSatisfying(
                        FatalException.class, e -> assertThat(e.code()).isEqualTo("parser-start"))
                .hasMessageContaining("(parsing.memory)")
                .hasMessageContaining("Could not reserve");
    }

    private String codeOf(Bytes content, String name) {
        try {
            parser.parse(content, null, name);
            return "read";
        } catch (RejectedException e) {
            return e.code();
        }
    }

    private static List<String> read(WorkerContentParser by, String word) {
        return IntStream.range(0, 50)
                .mapToObj(i -> by.parse(Bytes.utf8("<p>" + word + " " + i), null, "a.html")
                        .text())
                .toList();
    }

    private boolean pageIsRead() {
        return parser.parse(Workers.PAGE, null, "a.html").text().equals("A page");
    }

    /** What a process reads before it gets its first document; there is none left then. */
    private long bytesReadAtStart() {
        assertThat(pageIsRead()).isTrue();
        long read = Workers.bytesRead(worker());
        parser.close();
        return read;
    }

    private ProcessHandle worker() {
        return Objects.requireNonNull(parser.process(), "no process is there");
    }
}
