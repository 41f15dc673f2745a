package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import io.millrace.document.Documents;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentChunksTest {
    private static final TokenCounter WORDS =
            text -> text.isBlank() ? 0 : text.strip().split("\\s+").length;
    private static final Chunker STRUCTURE = new StructureChunker(new ChunkSizes(3, 12, 0), WORDS);
    private static final Chunker LINES = new LineChunker("lines");

    @Test
    void saysOfEachChunkWhereItStandsAndWhatItsDocumentIs() {
        Document document = new Document(
                Documents.ORIGIN,
                "d",
                "acme",
                Kind.SKILL,
                "https://example.org/d",
                "Title",
                "text/markdown",
                "# A\none\n# B\ntwo",
                Markup.MARKDOWN,
                List.of(0, 8),
                new Metadata("{\"a\":1}"),
                42);

        List<Chunk> chunks = chunks(LINES, EmbeddingText.NONE, document);

        assertThat(chunks)
                .containsExactly(
                        chunk(document, 0, 4, 7, 1, List.of("A"), "one"),
                        chunk(document, 1, 12, 15, 2, List.of("B"), "two"));
    }

    @Test
    void hasBothOfTwoChunksOfOneText() {
        List<Chunk> chunks = chunks(LINES, EmbeddingText.NONE, "same\nother\nsame");

        assertThat(chunks).extracting(Chunk::text).containsExactly("same", "other", "same");
        assertThat(chunks).extracting(Chunk::id).doesNotHaveDuplicates();
    }

    @Test
    void keepsTheIdOfAChunkThatMoved() {
        Chunk before = chunks(LINES, EmbeddingText.NONE, "one").get(0);
        Chunk after = chunks(LINES, EmbeddingText.NONE, "# New\n\nzero\none").get(1);

        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.ordinal()).isEqualTo(1);
    }

    @Test
    void hasTheContextInTheIdWhereItIsEmbedded() {
        String under = "# A\nwords";
        String elsewhere = "# B\nwords";

        assertThat(id(EmbeddingText.NONE, under)).isEqualTo(id(EmbeddingText.NONE, elsewhere));
        assertThat(id(EmbeddingText.HEADINGS, under)).isNotEqualTo(id(EmbeddingText.HEADINGS, elsewhere));
        assertThat(id(EmbeddingText.HEADINGS, "words"))
                .as("where there is no context, the vector is that of the text alone")
                .isEqualTo(id(EmbeddingText.NONE, "words"));
    }

    @Test
    void hasAnotherIdWhereTheSameContextIsEmbeddedInAnotherWay() {
        Document titled = titled("Title", "words");

        Chunk title = chunks(LINES, EmbeddingText.TITLE, titled).get(0);
        Chunk headings = chunks(LINES, EmbeddingText.HEADINGS, titled).get(0);

        assertThat(EmbeddingText.TITLE.of(title)).isNotEqualTo(EmbeddingText.HEADINGS.of(headings));
        assertThat(title.id()).isNotEqualTo(headings.id());
    }

    @Test
    void tellsContextFromTextWhereTogetherTheyReadAlike() {
        Chunk one = chunks(LINES, EmbeddingText.TITLE, titled("a", "b c")).get(0);
        Chunk other = chunks(LINES, EmbeddingText.TITLE, titled("a b", "c")).get(0);

        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Test
    void cutsExactlyWithIdsOfTheirOwnAndAlikeEachTime() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            String text = randomText(random);
            for (EmbeddingText embedded : EmbeddingText.values()) {
                assertExact(text, embedded, "seed %d, round %d, %s".formatted(seed, round, embedded));
            }
        }
    }

    private static void assertExact(String text, EmbeddingText embedded, String which) {
        List<Chunk> first = chunks(STRUCTURE, embedded, text);

        assertThat(chunks(STRUCTURE, embedded, text)).as(which).isEqualTo(first);
        Set<String> ids = new HashSet<>();
        for (Chunk chunk : first) {
            assertThat(text.substring(chunk.start(), chunk.end())).as(which).isEqualTo(chunk.text());
            assertThat(chunk.textHash()).as(which).isEqualTo(ChunkId.hash(chunk.text()));
            assertThat(chunk.ordinal()).as(which).isEqualTo(ids.size());
            assertThat(chunk.chunkCount()).as(which).isEqualTo(first.size());
            assertThat(ids.add(chunk.id())).as(which).isTrue();
        }
    }

    @Test
    void namesAllThatDecidesTheChunksInItsFingerprint() {
        Set<String> fingerprints = new HashSet<>();
        for (Chunker chunker : List.of(LINES, STRUCTURE)) {
            for (EmbeddingText embedded : EmbeddingText.values()) {
                for (String source : List.of("topic:a", "topic:b")) {
                    fingerprints.add(new DocumentChunks(chunker, embedded, source).fingerprint());
                }
            }
        }

        assertThat(fingerprints).hasSize(12);
    }

    @Test
    void refusesAPieceThatIsNoRunOfTheText() {
        assertThatThrownBy(() -> chunks(new Wrong(2, 6), EmbeddingText.NONE, "words"))
                .hasMessage("wrong cut from 2 to 6 in a text of 5 characters; a piece must be a run of it");
        assertThatThrownBy(() -> chunks(new Wrong(-1, 3), EmbeddingText.NONE, "words"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> chunks(new Wrong(3, 3), EmbeddingText.NONE, "words"))
                .isInstanceOf(IllegalStateException.class);
    }

    private record Wrong(int start, int end) implements Chunker {
        @Override
        public void chunk(Document document, Consumer<Piece> out) {
            out.accept(new Piece(start, end, List.of()));
        }

        @Override
        public String fingerprint() {
            return "wrong";
        }
    }

    private static String id(EmbeddingText embedded, String text) {
        return chunks(LINES, embedded, text).get(0).id();
    }

    private static List<Chunk> chunks(Chunker chunker, EmbeddingText embedded, String text) {
        return chunks(chunker, embedded, Documents.document("d", text, Markup.MARKDOWN));
    }

    private static List<Chunk> chunks(Chunker chunker, EmbeddingText embedded, Document document) {
        DocumentChunks chunks = new DocumentChunks(chunker, embedded, "topic:documents");
        List<Chunk> out = new ArrayList<>();
        chunks.of(document, chunks.pieces(document), "r1", out::add);
        return out;
    }

    private static Document titled(String title, String text) {
        return new Document(
                Documents.ORIGIN,
                "d",
                null,
                Kind.DOCUMENT,
                null,
                title,
                "text/plain",
                text,
                Markup.PLAIN,
                List.of(),
                Metadata.EMPTY,
                1);
    }

    private static Chunk chunk(
            Document document,
            int ordinal,
            int start,
            int end,
            @Nullable Integer page,
            List<String> headings,
            String text) {
        String hash = ChunkId.hash(text);
        return new Chunk(
                ChunkId.of(document.tenant(), document.id(), hash, 0),
                document.id(),
                document.tenant(),
                document.kind(),
                document.uri(),
                document.title(),
                document.contentType(),
                "topic:documents",
                headings,
                ordinal,
                2,
                start,
                end,
                page,
                null,
                text,
                hash,
                document.version(),
                document.origin().timestamp(),
                "r1",
                document.metadata());
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
