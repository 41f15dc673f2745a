package io.millrace.local.command;

import io.millrace.connector.files.FileSettings;
import io.millrace.job.config.MillraceConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configurations of a quickstart's jobs.
 *
 * @param documents the directory, absolute
 * @param data where its data goes, absolute
 * @param config the user's file, or null
 * @param overrides the user's KEY=VALUE pairs
 */
record QuickstartSettings(
        Path documents, Path data, @Nullable Path config, List<String> overrides) {
    /** Where pieces of answers go, for {@code millrace ask --stream}. */
    static final String DELTAS = "kafka.answer-deltas-topic=answer-deltas";

    private static final String COLLECTION = "quickstart-";
    private static final int HASH_DIGITS = 8;

    /**
     * Checks that what it writes won't be read as documents.
     *
     * @throws UsageException when it would
     */
    void requireDataApart() {
        if (!data.startsWith(documents)) {
            return;
        }
        for (Path name : documents.relativize(data)) {
            // Such directories aren't read.
            if (name.toString().startsWith(".") || name.toString().startsWith("_")) {
                return;
            }
        }
        throw new UsageException(
                "--data %s is in --docs %s and would be read as documents: put it elsewhere, or begin its name with a dot"
                        .formatted(data, documents));
    }

    /** The collection of these documents: one a directory, so that answers come from no other. */
    String collection() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(documents.toString().getBytes(StandardCharsets.UTF_8));
            return COLLECTION + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Where files go that can't be indexed; of the last run only, since each run reads all files again. */
    Path deadLetters() {
        return data.resolve("dead-letters").resolve(collection());
    }

    /** The job that indexes the directory. Streaming, so that its stages work side by side and progress shows. */
    MillraceConfig files(String kafka, String store) {
        return settings(
                kafka,
                store,
                // As a URI, or it would be refused below the documents, where a hidden directory does no harm.
                List.of("dead-letters.path=" + deadLetters().toUri()),
                List.of(
                        "documents.source=files",
                        "files.path=" + documents,
                        "job.mode=streaming",
                        "job.name=millrace-ingest-files"));
    }

    /** The job that indexes what is sent to the documents topic. */
    MillraceConfig topic(String kafka, String store) {
        return settings(
                kafka,
                store,
                List.of("job.parallelism=1"),
                List.of("documents.source=kafka", "job.name=millrace-ingest-topic"));
    }

    /** The job that answers. Its group is every quickstart's: a request has one answer, whatever the documents. */
    MillraceConfig querying(String kafka, String store) {
        return settings(
                kafka, store, List.of("job.parallelism=1", "kafka.group-id=quickstart-query", DELTAS), List.of());
    }

    /** Which files will be read. */
    static FileSettings files(MillraceConfig settings) {
        var files = settings.files();
        return new FileSettings(
                files.requirePath(),
                files.watch(),
                files.include(),
                files.maxSize().bytes());
    }

    // The user's overrides win over the preset, and what only works one way wins over them.
    private MillraceConfig settings(String kafka, String store, List<String> preset, List<String> fixed) {
        List<String> all = new ArrayList<>();
        all.add("qdrant.collection=" + collection());
        // What a killed run did since its last checkpoint is done again; here that is cheap to keep short.
        all.add("job.checkpoint-interval=1s");
        all.add("kafka.partitions=1");
        all.addAll(preset);
        all.addAll(overrides);
        all.add("kafka.bootstrap-servers=" + kafka);
        all.add("qdrant.url=" + store);
        all.addAll(fixed);
        return config == null
                ? MillraceConfig.parse("", all, System.getenv())
                : MillraceConfig.load(config, all, System.getenv());
    }
}
