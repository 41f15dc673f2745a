package io.millrace.connector.words;

import io.millrace.embed.Vector;
import io.millrace.failure.RejectedException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The vectors of a file that all who opened it in the same way share, within a class loader. The first to join reads the
 * file, the last to leave lets go of it. One thread does all the work, since a text takes microseconds.
 */
final class SharedWords {
    /** By the file and its revision, which is of all else too. */
    private static final Map<String, SharedWords> OPEN = new HashMap<>();

    private final String key;
    private final StaticSettings.Source source;
    private final WordTable table;
    private final float[] weights;
    private final ExecutorService worker;
    private int users;

    private SharedWords(String key, StaticSettings.Source source) {
        this.key = key;
        this.source = source;
        table = source.file().load(source.maxWords(), source.maxWordsKey());
        weights = source.weights(table);
        worker = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "words-" + source.file().path().getFileName());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The words, read if nobody had. Each join needs one {@link #leave()}.
     *
     * @throws io.millrace.failure.FatalException when the file can't be read, or isn't as it should be
     */
    static SharedWords join(StaticSettings.Source source) {
        String key = source.file().path() + " " + source.revision();
        synchronized (OPEN) {
            SharedWords shared = OPEN.computeIfAbsent(key, unused -> new SharedWords(key, source));
            shared.users++;
            return shared;
        }
    }

    /** Gives the words up. */
    void leave() {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(key);
        }
        worker.shutdown();
    }

    /** Does something on the words' thread, unless they were given up. */
    void execute(Runnable work) {
        worker.execute(work);
    }

    /**
     * The vectors of texts, in order, of length one each.
     *
     * @throws RejectedException when a text has none
     */
    List<Vector> vectors(List<String> texts) {
        return texts.stream().map(this::vector).toList();
    }

    private Vector vector(String text) {
        double[] sum = new double[table.dimension()];
        TextWords.find(text, source.lowerCase(), table::find, word -> table.addTo(sum, word, weights[word]));
        double square = 0;
        for (double number : sum) {
            square += number * number;
        }
        // A vector of zeros is like nothing and unlike nothing: a collection that compares angles can't hold it.
        if (square == 0) {
            throw new RejectedException(
                    "no-known-word",
                    "None of the text's %d words has a vector in '%s' (%s)"
                            .formatted(
                                    TextWords.count(text),
                                    source.file().path().getFileName(),
                                    source.file().key()));
        }
        double length = Math.sqrt(square);
        float[] unit = new float[sum.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / length);
        }
        return new Vector(unit);
    }
}
