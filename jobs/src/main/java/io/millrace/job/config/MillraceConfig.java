package io.millrace.job.config;

import io.millrace.connector.kafka.Delivery;
import io.millrace.index.FieldType;
import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.job.config.bind.ConfigurationLoader;
import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.DurationText;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole configuration of a job. */
public record MillraceConfig(
        @Setting(doc = "How a job runs on Flink.") JobConfig job,

        @Setting(doc = "Where documents come from.") DocumentsConfig documents,

        @Setting(doc = "The Kafka cluster, its topics, and how jobs use them.")
        KafkaConfig kafka,

        @Setting(doc = "Documents as files: a directory, or the objects under a prefix.")
        FilesConfig files,

        @Setting(doc = "Limits on turning bytes into text. What is over a limit goes to dead letters.")
        ParsingConfig parsing,

        @Setting(doc = "How text is cut into the chunks that are embedded and found.")
        ChunkingConfig chunking,

        @Setting(
                doc = "The model that turns text into vectors, and finds. A collection is locked to one vector space:"
                        + " another model, revision, dimension, distance or prefix needs another collection.")
        EmbeddingConfig embedding,

        @Setting(doc = "The model that writes answers from what was found. It may change at any time.")
        ChatConfig chat,

        @Setting(
                doc =
                        "The model that puts what was found into a better order, before it is answered from. It costs at most"
                                + " its time: when it fails, the search's order stands, and the answer says so.")
        RerankConfig rerank,

        @Setting(doc = "How chunks are found by their words, beside their vectors.")
        SparseConfig sparse,

        @Setting(doc = "Whose documents a request may see.") TenancyConfig tenancy,

        @Setting(doc = "What models cost, for counting what is spent and for `embedding.budget`. Prices move.")
        PricesConfig prices,

        @Setting(doc = "The vector index.") QdrantConfig qdrant,

        @Setting(doc = "Limits and defaults of requests.") QueryConfig query,

        @Setting(
                doc =
                        "What is kept of answers: for requests that come again, for conversations, and for questions that are"
                                + " nearly the same.")
        AnswersConfig answers,

        @Setting(doc = "Where records go that can't be processed.")
        DeadLettersConfig deadLetters)
        implements Serializable {

    private static final Duration DAY = Duration.ofDays(1);

    public MillraceConfig {
        boolean batch = job.mode() == JobConfig.Mode.BATCH;
        boolean fromFiles = documents.source() == DocumentsConfig.Source.FILES;
        Duration checkpoints = job.checkpointInterval(JobConfig.INGESTION_CHECKPOINTS);
        new Contradictions()
                .unless(
                        !fromFiles || files.path() != null,
                        "files.path",
                        "files.path is missing: documents.source is files, so it must name a directory or a prefix")
                .unless(
                        !batch || fromFiles || documents.bounded(),
                        "job.mode",
                        "job.mode is batch, but a topic has no end: set documents.bounded to true, or job.mode to auto")
                .unless(
                        !batch || !fromFiles || files.watch() == null,
                        "job.mode",
                        "job.mode is batch, but files.watch keeps the job reading: remove files.watch, or set job.mode"
                                + " to auto")
                .unless(
                        kafka.delivery() != Delivery.EXACTLY_ONCE
                                || kafka.transactionTimeout().compareTo(checkpoints) > 0,
                        "kafka.transaction-timeout",
                        "kafka.transaction-timeout must be longer than job.checkpoint-interval (%s), since a checkpoint"
                                        .formatted(DurationText.of(checkpoints))
                                + " commits the transaction, got '%s'"
                                        .formatted(DurationText.of(kafka.transactionTimeout())))
                .unless(
                        !qdrant.collection().equals(answers.collection()),
                        "answers.collection",
                        "answers.collection must be another than qdrant.collection, got '%s' for both"
                                .formatted(qdrant.collection()))
                .unless(
                        !answers.kept()
                                || answers.keep().compareTo(job.checkpointInterval(JobConfig.QUERY_CHECKPOINTS)) > 0,
                        "answers.keep",
                        "answers.keep must be longer than job.checkpoint-interval (%s), since what came after a checkpoint"
                                        .formatted(DurationText.of(job.checkpointInterval(JobConfig.QUERY_CHECKPOINTS)))
                                + " comes again after a failure, or 0s, got '%s'"
                                        .formatted(DurationText.of(answers.keep())))
                .unless(
                        query.limits().tokensPerDay() == null || answers.keep().compareTo(DAY) >= 0,
                        "query.limits.tokens-per-day",
                        "query.limits.tokens-per-day needs answers.keep of at least 1d, since what a tenant took is remembered with its answers, got answers.keep '%s'"
                                .formatted(DurationText.of(answers.keep())))
                .unless(
                        isAtLeast(query.limits().tokensPerRequest(), leastTokens(chat, query)),
                        "query.limits.tokens-per-request",
                        tooFewTokens("request", query.limits().tokensPerRequest(), leastTokens(chat, query)))
                .unless(
                        isAtLeast(query.limits().tokensPerDay(), leastTokens(chat, query)),
                        "query.limits.tokens-per-day",
                        tooFewTokens("day", query.limits().tokensPerDay(), leastTokens(chat, query)))
                .unless(
                        embedding.budget() == null
                                || embedding.budget().currency().equals(prices.currency()),
                        "embedding.budget",
                        "embedding.budget must be in the currency of prices.currency (%s), got '%s'"
                                .formatted(prices.currency(), embedding.budget()))
                .unless(
                        tenancy.groupsField() == null
                                || qdrant.fields().get(tenancy.groupsField()) == FieldType.KEYWORD,
                        "tenancy.groups-field",
                        "tenancy.groups-field must be declared as keyword under qdrant.fields, got '%s', which is %s"
                                .formatted(
                                        tenancy.groupsField(),
                                        tenancy.groupsField() == null
                                                        || !qdrant.fields().containsKey(tenancy.groupsField())
                                                ? "not declared"
                                                : qdrant.fields()
                                                        .get(tenancy.groupsField())
                                                        .wireName()))
                .unless(
                        !isInside(deadLetters.path(), files.path()),
                        "dead-letters.path",
                        "dead-letters.path must not be files.path or in it, or dead letters would be read as documents,"
                                + " got '%s'".formatted(deadLetters.path()))
                .refuse();
    }

    /**
     * Reads a file.
     *
     * @param overrides {@code KEY=VALUE} each, such as {@code query.top-k=10}; they win over the file
     * @param environment what {@code ${NAME}} is filled in from, such as {@link System#getenv()}
     * @throws ConfigurationException with everything that is wrong with it
     */
    public static MillraceConfig load(Path file, List<String> overrides, Map<String, String> environment) {
        return new ConfigurationLoader<>(MillraceConfig.class, environment).load(file, overrides);
    }

    /** As {@link #load}, of text that isn't in a file; it may be empty. */
    public static MillraceConfig parse(String yaml, List<String> overrides, Map<String, String> environment) {
        return new ConfigurationLoader<>(MillraceConfig.class, environment).parse(yaml, overrides);
    }

    /**
     * The directory that the ingest job's dead letters go to as JSON lines, or null when they go to
     * {@code kafka.dead-letters-topic}. A directory that is configured wins; without one it is the topic, if there is a
     * Kafka, and else {@code files.path} with {@code -dead-letters} behind it.
     */
    public @Nullable String deadLettersDirectory() {
        if (deadLetters.path() != null) {
            return deadLetters.path();
        }
        if (kafka.bootstrapServers() != null || files.path() == null) {
            return null;
        }
        return withoutSlashes(files.path()) + "-dead-letters";
    }

    /** Tokens that every answer of the chat model must be allowed, the question and the rules not counted. */
    private static long leastTokens(ChatConfig chat, QueryConfig query) {
        return chat.hasModel() ? (long) query.evidenceTokens() + chat.maxOutputTokens() : 0;
    }

    private static boolean isAtLeast(@Nullable Long limit, long least) {
        return limit == null || limit > least;
    }

    private static String tooFewTokens(String of, @Nullable Long limit, long least) {
        return "query.limits.tokens-per-%s must be more than query.evidence-tokens and chat.max-output-tokens together (%d), or no question could be answered, got '%d'"
                .formatted(of, least, limit);
    }

    private static boolean isInside(@Nullable String path, @Nullable String directory) {
        return path != null
                && directory != null
                && (withoutSlashes(path) + "/").startsWith(withoutSlashes(directory) + "/");
    }

    private static String withoutSlashes(String path) {
        return path.replaceFirst("/+$", "");
    }
}
