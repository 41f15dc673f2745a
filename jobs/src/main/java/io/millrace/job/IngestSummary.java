package io.millrace.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of every record of an ingest run that has ended. All counts but those of chunks are of records.
 *
 * @param records what the source delivered
 * @param indexed what the index holds now and didn't before
 * @param unchanged what the index held already
 * @param superseded older states of documents than the one that came before, or that the index holds
 * @param deleted deletes that were applied
 * @param deadLetters what couldn't be read, parsed, embedded or stored
 * @param chunks what the plans came to
 * @param pruning what was deleted because its source no longer has it
 */
public record IngestSummary(
        long records,
        long indexed,
        long unchanged,
        long superseded,
        long deleted,
        long deadLetters,
        Chunks chunks,
        Pruning pruning) {

    /**
     * Chunks.
     *
     * @param added new ones
     * @param moved ones that the index held elsewhere in their document
     * @param kept ones that the index held at their place
     * @param removed ones that their documents no longer have
     * @param embedded those that were sent to the embedding model and came back
     * @param tokens of the embedded ones
     */
    public record Chunks(long added, long moved, long kept, long removed, long embedded, long tokens) {}

    /**
     * Documents that the source no longer has.
     *
     * @param on whether the run prunes
     * @param gone how many there are
     * @param unstored those that the store refused to delete: dead letters
     * @param unknown records whose document isn't known; if there is one, nothing is pruned
     */
    public record Pruning(boolean on, long gone, long unstored, long unknown) {}

    /** Reads what a job counted, by the names that its stages give. */
    public static IngestSummary of(Map<String, ?> counted) {
        Counts counts = new Counts(counted);
        return new IngestSummary(
                counts.of("records"),
                counts.of("indexed"),
                counts.of("unchanged"),
                counts.of("superseded") + counts.of("outdated"),
                counts.of("deleted"),
                counts.of("unread") + counts.of("unparsed") + counts.of("unembedded") + counts.of("unstored"),
                new Chunks(
                        counts.of("added"),
                        counts.of("moved"),
                        counts.of("kept"),
                        counts.of("removed"),
                        counts.of("embedded"),
                        counts.of("tokens")),
                new Pruning(
                        counted.containsKey("gone"),
                        counts.of("gone"),
                        counts.of("prune-unstored"),
                        counts.of("unknown")));
    }

    /** The records of which it is known what became of them. */
    public long accounted() {
        return indexed + unchanged + superseded + deleted + deadLetters;
    }

    /** Whether every record is accounted for. */
    public boolean addsUp() {
        return records == accounted();
    }

    /** Documents of this run's source that the index holds as the source states them. */
    public long documents() {
        return indexed + unchanged;
    }

    /** How many dead letters were written. */
    public long written() {
        return deadLetters + pruning.unstored();
    }

    /** For a person to read. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "records  %,d in = %,d indexed + %,d unchanged + %,d superseded + %,d deleted + %,d dead letters",
                records, indexed, unchanged, superseded, deleted, deadLetters));
        if (!addsUp()) {
            lines.add(text(
                    "!!! IT DOESN'T ADD UP: %,d in, %,d accounted for. This is a defect of Millrace; the index can't be"
                            + " trusted until 'millrace audit' says that it is true.",
                    records, accounted()));
        }
        lines.add(text(
                "chunks   %,d added, %,d moved, %,d kept, %,d removed; %,d embedded, %,d tokens",
                chunks.added(), chunks.moved(), chunks.kept(), chunks.removed(), chunks.embedded(), chunks.tokens()));
        if (pruning.on()) {
            lines.add(pruned());
        }
        return lines;
    }

    private String pruned() {
        if (pruning.unknown() > 0) {
            return text(
                    "pruned   nothing: of %,d dead letters it isn't known which documents they are", pruning.unknown());
        }
        String refused = pruning.unstored() == 0
                ? ""
                : text("; the store refused %,d of them, which are dead letters", pruning.unstored());
        return text("pruned   %,d documents that the source no longer has%s", pruning.gone(), refused);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private record Counts(Map<String, ?> counted) {
        long of(String name) {
            return counted.get(name) instanceof Number number ? number.longValue() : 0;
        }
    }
}
