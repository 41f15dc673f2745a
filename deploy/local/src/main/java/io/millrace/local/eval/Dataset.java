package io.millrace.local.eval;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Questions of which it is known where their answers stand, and the documents that they stand in. */
public interface Dataset {
    /**
     * Reads a dataset of any format that is known, but for the documents of a large one.
     *
     * @throws FatalException naming what is missing or can't be read
     */
    static Dataset read(Path directory) throws IOException {
        if (Files.exists(directory.resolve(CodebaseDataset.QUESTIONS))) {
            return CodebaseDataset.read(directory);
        }
        if (Files.exists(directory.resolve(PassageDataset.QUESTIONS))) {
            return PassageDataset.read(directory);
        }
        if (Files.exists(directory.resolve(BeirDataset.CORPUS))) {
            return BeirDataset.read(directory);
        }
        throw bad(
                ("--dataset must be a folder in BEIR's format (%s, queries.jsonl, qrels.tsv), of questions with golden chunks"
                                + " (%s, %s) or with passages (%s and *.md). None of these is in %s")
                        .formatted(
                                BeirDataset.CORPUS,
                                CodebaseDataset.CHUNKS,
                                CodebaseDataset.QUESTIONS,
                                PassageDataset.QUESTIONS,
                                directory.toAbsolutePath().normalize()));
    }

    /** The questions, by ids of their own. */
    Map<String, String> questions();

    /**
     * How its documents are indexed, as configuration overrides.
     *
     * @param scratch a directory for what must be written first
     */
    List<String> indexing(Path scratch) throws IOException;

    /** The documents' texts by their ids, as they are indexed. */
    Map<String, String> texts() throws IOException;

    /**
     * How good a search was, averaged over the questions that were searched with.
     *
     * @param found by question's id, chunks best first
     */
    List<Measure> measure(Map<String, List<Place>> found);

    /** Whether the place holds what answers the question, or a part of it. */
    boolean isEvidence(String question, Place place);

    /** A dataset that can't be used. */
    static FatalException bad(String message) {
        return new FatalException("bad-dataset", message);
    }

    /**
     * A run of a document's text.
     *
     * @param start offset of its first UTF-16 unit
     * @param end offset after its last
     */
    record Place(String documentId, int start, int end) {}

    /**
     * A figure.
     *
     * @param digits after the point that mean something
     */
    record Measure(String name, double value, int digits) {}
}
