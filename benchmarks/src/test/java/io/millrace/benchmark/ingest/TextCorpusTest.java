package io.millrace.benchmark.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.system.CorpusText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextCorpusTest {
    @Test
    void noTextOccursTwiceHoweverFewAbstractsThereAre(@TempDir Path directory) throws IOException {
        TextCorpus corpus =
                TextCorpus.write(directory.resolve("corpus"), texts(directory), 5, 20, text -> text.length());

        List<CorpusText> read = CorpusText.read(corpus.directory());
        assertThat(read).hasSize(20);
        assertThat(new HashSet<>(read.stream().map(CorpusText::text).toList())).hasSize(20);
        assertThat(new HashSet<>(read.stream().map(CorpusText::id).toList())).hasSize(20);
    }

    @Test
    void tokensAreThoseOfWhatIsWritten(@TempDir Path directory) throws IOException {
        TextCorpus corpus =
                TextCorpus.write(directory.resolve("corpus"), texts(directory), 0, 3, text -> text.length());

        assertThat(corpus.tokens())
                .isEqualTo(CorpusText.read(corpus.directory()).stream()
                        .mapToLong(text -> text.text().length())
                        .sum());
    }

    @Test
    void aTextIsCutAtAWordOnceItIsLongEnough(@TempDir Path directory) throws IOException {
        assertThat(texts(directory).text(0)).isEqualTo("0 one two three");
        assertThat(texts(directory).text(1)).isEqualTo("1 four five");
        assertThat(texts(directory).text(2)).isEqualTo("2 one two three");
    }

    private static ShortTexts texts(Path data) throws IOException {
        Path scifact = Files.createDirectories(data.resolve("scifact"));
        Files.writeString(scifact.resolve("corpus.jsonl"), """
                {"_id": "1", "text": "one two three four"}
                {"_id": "2", "text": "five six"}
                """);
        return ShortTexts.read(data, 10, text -> text.length());
    }
}
