package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.Chunker.Piece;
import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every chunker with sizes promises. */
abstract class ChunkerContract {
    /** As byte pair encoders do, sees more in a whole than in its parts: white space between them counts. */
    private static final TokenCounter SPACES_TOO =
            text -> (int) text.chars().filter(Character::isWhitespace).count() + (text.length() + 3) / 4;

    /** The chunker, or as near as it comes to these sizes. */
    abstract Chunker chunker(ChunkSizes sizes, TokenCounter tokens);

    /** Whether pieces repeat the end of the one before. */
    boolean overlaps() {
        return true;
    }

    @Test
    void losesNothingAndKeepsToItsSizesWhateverTheText() {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            String text = RandomText.of(random);
            int max = 1 + random.nextInt(40);
            int min = random.nextInt(max);
            int overlap = overlaps() ? random.nextInt(max - Math.max(min, 1) + 1) : 0;
            Markup markup = random.nextBoolean() ? Markup.MARKDOWN : Markup.PLAIN;
            TokenCounter tokens = random.nextBoolean() ? WORDS : SPACES_TOO;

            check(text, markup, new ChunkSizes(min, max, overlap), tokens, "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.chunk.RandomText#strange")
    void takesStrangeTexts(String name, String text) {
        check(text, Markup.MARKDOWN, new ChunkSizes(4, 16, overlaps() ? 4 : 0), WORDS, name);
        check(text, Markup.PLAIN, new ChunkSizes(0, 16, 0), SPACES_TOO, name);
    }

    @Test
    void cutsTheSameDocumentAlikeOnEveryThread() {
        Chunker chunker = chunker(new ChunkSizes(4, 20, 0), WORDS);
        String text = RandomText.sentences(new Random(5), 500);
        List<Piece> once = Pieces.of(chunker, text, Markup.PLAIN);

        List<CompletableFuture<List<Piece>>> again = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> Pieces.of(chunker, text, Markup.PLAIN)))
                .toList();

        assertThat(again)
                .allSatisfy(pieces -> assertThat(pieces.join()).isEqualTo(once).hasSizeGreaterThan(10));
    }

    @ParameterizedTest
    @MethodSource("io.millrace.chunk.RandomText#large")
    void worksInProportionToTheText(String name, String large) {
        // Characters that are counted stand for the work: a clock would tell another story each time.
        long once = counted(large);
        long fourTimes = counted(large.repeat(4));

        assertThat(fourTimes).as(name).isLessThan(5 * once + 10_000);
        assertThat(once).as(name).isLessThan(30L * large.length());
    }

    @Test
    void handsOverPiecesWhileItReads() {
        AtomicLong counted = new AtomicLong();
        List<Long> countedBefore = new ArrayList<>();
        Document document = Pieces.document(RandomText.sentences(new Random(2), 20_000), Markup.PLAIN);

        chunker(new ChunkSizes(8, 64, 0), counting(counted)).chunk(document, piece -> countedBefore.add(counted.get()));

        assertThat(countedBefore.get(0)).isLessThan(counted.get() / 20);
    }

    private long counted(String text) {
        AtomicLong counted = new AtomicLong();
        Pieces.of(chunker(new ChunkSizes(8, 64, 0), counting(counted)), text, Markup.MARKDOWN);
        return counted.get();
    }

    private static TokenCounter counting(AtomicLong counted) {
        return text -> {
            counted.addAndGet(text.length());
            return WORDS.count(text);
        };
    }

    private void check(String text, Markup markup, ChunkSizes sizes, TokenCounter tokens, String name) {
        List<Piece> pieces = Pieces.of(chunker(sizes, tokens), text, markup);

        int covered = 0;
        int start = -1;
        for (Piece piece : pieces) {
            assertThat(piece.start()).as(name).isGreaterThan(start).isLessThan(piece.end());
            assertThat(piece.end()).as(name).isGreaterThan(covered).isLessThanOrEqualTo(text.length());
            if (piece.start() > covered) {
                assertThat(text.substring(covered, piece.start())).as(name).isBlank();
            }
            String cut = text.substring(piece.start(), piece.end());
            assertThat(isOneCharacter(cut) || tokens.count(cut) <= sizes.maxTokens())
                    .as("%s: %d tokens of %d", name, tokens.count(cut), sizes.maxTokens())
                    .isTrue();
            assertThat(cut.length()).as(name).isLessThanOrEqualTo(Math.max(2, 16 * sizes.maxTokens()));
            assertThat(splitsPair(text, piece.start()) || splitsPair(text, piece.end()))
                    .as(name)
                    .isFalse();
            if (sizes.overlapTokens() == 0) {
                assertThat(piece.start()).as(name).isGreaterThanOrEqualTo(covered);
            }
            start = piece.start();
            covered = piece.end();
        }
        assertThat(text.substring(covered)).as(name).isBlank();
    }

    private static boolean isOneCharacter(String text) {
        return text.codePointCount(0, text.length()) == 1;
    }

    private static boolean splitsPair(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isHighSurrogate(text.charAt(at - 1))
                && Character.isLowSurrogate(text.charAt(at));
    }
}
