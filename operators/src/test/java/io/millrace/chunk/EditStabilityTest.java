package io.millrace.chunk;

import static io.millrace.chunk.Pieces.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One section of one paragraph, with nothing to hold on to but its sentences: what does an edit of one change? */
class EditStabilityTest {
    private static final int EDITS = 100;

    @ParameterizedTest
    @ValueSource(ints = {50, 500, 2_000})
    void anEditChangesFewPiecesHoweverLongTheText(int sentences) {
        Chunker chunker = new StructureChunker(new ChunkSizes(32, 200, 0), WORDS);

        List<Integer> changed = changed(chunker, sentences);

        assertThat(changed.get(EDITS / 2)).as("median").isLessThanOrEqualTo(2);
        assertThat(changed.get(EDITS * 95 / 100)).as("95th percentile").isLessThanOrEqualTo(6);
        assertThat(changed.get(EDITS - 1)).as("most").isLessThanOrEqualTo(16);
    }

    @Test
    void anEditChangesFewPiecesThatOverlap() {
        Chunker chunker = new StructureChunker(new ChunkSizes(32, 200, 40), WORDS);

        assertThat(changed(chunker, 500).get(EDITS / 2)).isLessThanOrEqualTo(3);
    }

    @Test
    void anEditChangesFewParentsAndFewOfTheirPieces() {
        Chunker chunker = new ParentChildChunker(600, new ChunkSizes(32, 128, 0), WORDS);

        assertThat(changed(chunker, 500).get(EDITS / 2)).isLessThanOrEqualTo(3);
    }

    /** How many pieces there are that there weren't before, for each edit, ascending. */
    private static List<Integer> changed(Chunker chunker, int count) {
        Random random = new Random(count);
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sentences.add(RandomText.sentence(random));
        }
        List<String> before = Pieces.texts(chunker, String.join(" ", sentences), Markup.PLAIN);
        List<Integer> changed = new ArrayList<>();
        for (int edit = 0; edit < EDITS; edit++) {
            List<String> edited = edited(sentences, edit, random);
            changed.add(added(before, Pieces.texts(chunker, String.join(" ", edited), Markup.PLAIN)));
        }
        changed.sort(null);
        return changed;
    }

    private static List<String> edited(List<String> sentences, int edit, Random random) {
        List<String> edited = new ArrayList<>(sentences);
        int at = random.nextInt(edited.size());
        switch (edit % 3) {
            case 0 -> edited.add(at, RandomText.sentence(random));
            case 1 -> edited.remove(at);
            default -> edited.set(at, RandomText.sentence(random));
        }
        return edited;
    }

    private static int added(List<String> before, List<String> after) {
        Map<String, Integer> known = new HashMap<>();
        before.forEach(text -> known.merge(text, 1, Integer::sum));
        int added = 0;
        for (String text : after) {
            int left = known.merge(text, -1, Integer::sum);
            added += left < 0 ? 1 : 0;
        }
        return added;
    }
}
