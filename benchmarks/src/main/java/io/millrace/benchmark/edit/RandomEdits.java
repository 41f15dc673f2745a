package io.millrace.benchmark.edit;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.chunk.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/**
 * Draws edits of one sentence each, every one against the text as it was: in turn a sentence is inserted after a random
 * one, a random one is deleted, a random one is replaced. New sentences come from the text itself or, as often, from
 * another. A seed and the texts decide the edits, on every machine.
 */
final class RandomEdits {
    private final Corpus corpus;
    private final Random random;
    private final List<Span> places;
    private final List<String> own = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    /**
     * Edits of a text.
     *
     * @param all the texts that sentences are taken from
     */
    RandomEdits(Corpus corpus, Collection<Corpus> all, long seed) {
        this.corpus = corpus;
        this.random = new Random(seed * 31 + corpus.name().hashCode());
        this.places = ProseSentences.in(corpus.text());
        for (Corpus other : all) {
            List<String> pool = other.name().equals(corpus.name()) ? own : others;
            ProseSentences.in(other.text())
                    .forEach(span -> pool.add(other.text().substring(span.start(), span.end())));
        }
        if (places.isEmpty() || own.isEmpty()) {
            throw new IllegalArgumentException(corpus.name() + " holds no sentence to edit");
        }
    }

    List<Edit> draw(int count) {
        Edit.Kind[] kinds = Edit.Kind.values();
        List<Edit> edits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            edits.add(draw(kinds[i % kinds.length]));
        }
        return edits;
    }

    private Edit draw(Edit.Kind kind) {
        Span place = places.get(random.nextInt(places.size()));
        return switch (kind) {
            case INSERT -> new Edit(kind, place.end(), place.end(), " " + sentence(""));
            case DELETE -> deletion(corpus.text(), place);
            case REPLACE ->
                new Edit(
                        kind,
                        place.start(),
                        place.end(),
                        sentence(corpus.text().substring(place.start(), place.end())));
        };
    }

    private String sentence(String unlike) {
        while (true) {
            List<String> pool = others.isEmpty() || random.nextBoolean() ? own : others;
            String sentence = pool.get(random.nextInt(pool.size()));
            if (!sentence.equals(unlike) || own.size() + others.size() == 1) {
                return sentence;
            }
        }
    }

    /** With the white space that parted it from its neighbour; a line that held it alone goes whole. */
    static Edit deletion(String text, Span sentence) {
        int lineStart = text.lastIndexOf('\n', sentence.start() - 1) + 1;
        int newline = text.indexOf('\n', sentence.end());
        int lineEnd = newline < 0 ? text.length() : newline;
        boolean first = text.substring(lineStart, sentence.start()).isBlank();
        boolean last = text.substring(sentence.end(), lineEnd).isBlank();
        int start = sentence.start();
        int end = sentence.end();
        if (first && last) {
            start = lineStart;
            end = newline < 0 ? lineEnd : lineEnd + 1;
        } else if (last) {
            while (Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
        } else {
            while (Character.isWhitespace(text.charAt(end))) {
                end++;
            }
        }
        return new Edit(Edit.Kind.DELETE, start, end, "");
    }
}
