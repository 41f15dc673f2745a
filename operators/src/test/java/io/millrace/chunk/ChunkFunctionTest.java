package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Stage;
import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import io.millrace.document.DocumentChange;
import io.millrace.document.Documents;
import io.millrace.failure.FatalException;
import io.millrace.index.IndexOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChunkFunctionTest {
    private static final TokenCounter WORDS =
            text -> text.isBlank() ? 0 : text.strip().split("\\s+").length;

    private Stage<DocumentChange, IndexOperation> stage;

    @BeforeEach
    void open() throws Exception {
        stage = chunking(12, EmbeddingText.NONE);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void makesTheChunksThenTheCompletionOfOneRevision() throws Exception {
        take("# A\n\none two three\n\n# B\n\nfour five six\n");

        List<IndexOperation> operations = stage.out();
        assertThat(operations)
                .extracting(IndexOperation::type)
                .containsExactly(IndexOperation.Type.PUT, IndexOperation.Type.PUT, IndexOperation.Type.COMPLETE);
        assertThat(operations).extracting(IndexOperation::revision).containsOnly(revision());
        assertThat(chunks()).extracting(Chunk::ordinal).containsExactly(0, 1);
        assertThat(chunks()).extracting(Chunk::headings).containsExactly(List.of("A"), List.of("B"));
        assertThat(stage.count("documents")).isEqualTo(1L);
        assertThat(stage.count("chunks")).isEqualTo(2L);
    }

    @Test
    void passesADeleteOn() throws Exception {
        stage.take(new DocumentChange(Documents.ORIGIN, "d", "acme", null));

        assertThat(stage.out()).containsExactly(IndexOperation.delete(Documents.ORIGIN, "d", "acme"));
        assertThat(stage.count("deletes")).isEqualTo(1L);
    }

    @Test
    void keepsTheIdOfAChunkThatMoved() throws Exception {
        take("# A\n\none two three\n");
        take("# New\n\nnew words here\n\n# A\n\none two three\n");

        List<Chunk> chunks = chunks();
        assertThat(chunks.get(2).id()).isEqualTo(chunks.get(0).id());
        assertThat(chunks.get(2).revision()).isNotEqualTo(chunks.get(0).revision());
    }

    @Test
    void cutsExactlyWithIdsOfTheirOwnAndAlikeEachTime() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            String text = randomText(random);
            int before = chunks().size();
            take(text);
            int half = chunks().size();
            take(text);

            List<Chunk> first = chunks().subList(before, half);
            List<Chunk> again = chunks().subList(half, chunks().size());
            assertThat(again).as("seed %d, round %d", seed, round).isEqualTo(first);
            Set<String> ids = new HashSet<>();
            for (Chunk chunk : first) {
                assertThat(text.substring(chunk.start(), chunk.end())).isEqualTo(chunk.text());
                assertThat(chunk.textHash()).isEqualTo(ChunkId.hash(chunk.text()));
                assertThat(ids.add(chunk.id()))
                        .as("seed %d, round %d", seed, round)
                        .isTrue();
            }
        }
    }

    @Test
    void namesAnotherRevisionForWhateverVectorsOrPayloadsAreMadeFrom() throws Exception {
        Document document = Documents.document("d", "# A\n\none two three\n", Markup.MARKDOWN);
        stage.take(Documents.change(document));
        stage.take(Documents.change(Documents.document("d", "# A\n\none two three\n", Markup.PLAIN)));
        stage.take(Documents.change(Documents.document("d", "# A\n\none two four\n", Markup.MARKDOWN)));
        Stage<DocumentChange, IndexOperation> titled = chunking(12, EmbeddingText.TITLE);
        titled.take(Documents.change(document));
        Stage<DocumentChange, IndexOperation> larger = chunking(13, EmbeddingText.NONE);
        larger.take(Documents.change(document));

        Set<String> revisions = new HashSet<>();
        for (Stage<DocumentChange, IndexOperation> each : List.of(stage, titled, larger)) {
            each.out().forEach(operation -> revisions.add(operation.revision()));
        }
        titled.close();
        larger.close();
        assertThat(revisions).hasSize(5).allMatch(revision -> revision.matches("[0-9a-f]{32}"));
    }

    @Test
    void keepsTheRevisionsOfCollectionsMadeBefore() throws Exception {
        stage.take(Documents.change(Documents.document("d", "déjà \uD83D\uDE00", Markup.PLAIN)));

        assertThat(revision()).isEqualTo("bd79fedea6be3fbbe0dc704f93a423a7");
    }

    @Test
    void showsNoTextWhereFlinkShowsARecord() throws Exception {
        take("secret words stand here");

        assertThat(stage.out().get(0).toString())
                .contains("documentId=d, ordinal=0, 23 characters]")
                .doesNotContain("secret");
    }

    @Test
    void stopsTheJobWhereNoChunkerCanBeOpened() {
        assertThatThrownBy(() -> Stage.of(new ChunkFunction(
                        () -> {
                            throw new FatalException("wrong", "chunking.max-tokens is wrong");
                        },
                        EmbeddingText.NONE)))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("chunking.max-tokens is wrong");
    }

    private void take(String text) throws Exception {
        stage.take(Documents.change(Documents.document("d", text, Markup.MARKDOWN)));
    }

    private String revision() {
        return stage.out().get(0).revision();
    }

    private List<Chunk> chunks() {
        return stage.out().stream()
                .map(IndexOperation::chunk)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private static Stage<DocumentChange, IndexOperation> chunking(int maxTokens, EmbeddingText embeddingText)
            throws Exception {
        return Stage.of(
                new ChunkFunction(() -> new StructureChunker(new ChunkSizes(3, maxTokens, 0), WORDS), embeddingText));
    }

    private static String randomText(Random random) {
        String[] parts = {
            "word ", "end. ", "\n", "\n\n", "# Head\n", "```\n", "| a |\n", "\r\n", "日本語。", "\uD83D\uDE00 "
        };
        StringBuilder text = new StringBuilder("start ");
        for (int i = random.nextInt(150); i > 0; i--) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        return text.toString();
    }
}
