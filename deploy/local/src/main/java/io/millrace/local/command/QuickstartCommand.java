package io.millrace.local.command;

import io.millrace.connector.files.FileSources;
import io.millrace.connector.files.FileSummary;
import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.QueryApplication;
import io.millrace.job.Wiring;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.client.AnswerPrinter;
import io.millrace.local.client.QueryClient;
import io.millrace.local.cluster.Progress;
import io.millrace.local.cluster.RunningJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace quickstart}: everything in one JVM. */
@Command(
        name = "quickstart",
        description = {
            "Indexes a directory and answers questions about it, with everything in this process: Kafka, a"
                    + " Qdrant-protocol store, Flink with its web UI, both jobs and an embedding model. No key, no Docker.",
            "",
            "Text, Markdown, HTML, PDF, office files and .jsonl are read; hidden files aren't. Each directory of documents"
                    + " has a collection of its own, 'quickstart-' and a hash of its path, so answers come from this"
                    + " directory alone. Run again, it brings that collection up to date with the files"
                    + " that are there; those of files that are gone go with --data.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every question had an answer, be it that the documents hold none",
            "1:something failed",
            "2:unusable command line or configuration"
        })
final class QuickstartCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Stands for an address that isn't known yet. */
    private static final String LATER = "127.0.0.1:1";

    @Option(names = "--docs", required = true, paramLabel = "DIR", description = "The documents.")
    private Path documents = Path.of(".");

    @Option(
            names = "--ask",
            paramLabel = "QUESTION",
            description = "A question to answer; may be repeated. With none, it stays until Ctrl-C: it takes questions"
                    + " on a terminal, requests on Kafka and from 'millrace ask', and documents on Kafka.")
    private List<String> questions = new ArrayList<>();

    @Option(names = "--json", description = "Print answers as the answers topic holds them, one a line.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings to begin with, such as a chat model. The addresses of Kafka and Qdrant, the"
                    + " collection and the files are set here.")
    private @Nullable Path config;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one configuration key, as in --set chunking.max-tokens=128. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(documents)) {
            throw new UsageException("--docs must be a directory, got '%s': there is none at %s"
                    .formatted(documents, documents.toAbsolutePath().normalize()));
        }
        QuickstartSettings settings =
                new QuickstartSettings(documents.toAbsolutePath().normalize(), data.root(), config, overrides);
        settings.requireDataApart();
        // What is wrong with them is said at once, before anything starts.
        MillraceConfig ingesting = settings.files(LATER, "http://" + LATER);
        MillraceConfig querying = settings.querying(LATER, "http://" + LATER);
        FileSummary found = FileSources.check(QuickstartSettings.files(ingesting));

        try (Shutdown shutdown = new Shutdown()) {
            shutdown.add(data.take());
            // Each run reads everything again, so nothing starts from these.
            ScratchDirectory.delete(data.at("checkpoints"));
            ScratchDirectory.delete(settings.deadLetters());
            Servers servers = shutdown.add(new Servers(
                    data.at("kafka"),
                    data.at("qdrant"),
                    data.at("checkpoints"),
                    JobRunner.slots(ingesting) + 2 * JobRunner.slots(querying),
                    new Wiring(ingesting).embeddingModel()));
            return run(settings, servers, found, shutdown);
        }
    }

    private int run(QuickstartSettings settings, Servers servers, FileSummary found, Shutdown shutdown)
            throws Exception {
        String kafka = servers.kafka().bootstrapServers();
        String store = servers.store().url();
        System.err.printf(
                "Kafka: %s%nQdrant-protocol store: %s (for a laptop; collection %s)%nFlink: %s%n",
                kafka, store, settings.collection(), servers.flink().webUi());
        Watch watch = shutdown.add(new Watch());
        watch.over(servers.kafka());
        JobRunner jobs = new JobRunner(servers.flink());
        MillraceConfig ingesting = settings.files(kafka, store);
        MillraceConfig querying = settings.querying(kafka, store);

        System.err.println(DirectoryReport.found(settings.documents(), found));
        servers.awaitModel();
        IngestApplication ingest = new IngestApplication(ingesting);
        RunningJob indexing = jobs.ingest(ingest);
        // It starts while documents are indexed, and is there when the first question comes.
        watch.over("query", jobs.query(new QueryApplication(querying)));
        IngestSummary summary = new Progress(System.err, Terminal.showsProgress()).follow(indexing, ingest.terms());
        DirectoryReport.deadLetters(summary.written(), ingesting).forEach(System.err::println);
        if (questions.isEmpty()) {
            watch.over("ingest", jobs.ingest(new IngestApplication(settings.topic(kafka, store))));
        }
        shutdown.add(data.announce(kafka));
        return answer(querying, shutdown);
    }

    private int answer(MillraceConfig settings, Shutdown shutdown) throws IOException, InterruptedException {
        if (questions.isEmpty() && !Terminal.takesQuestions()) {
            System.err.printf(
                    "Ready: 'millrace ask', or requests on topic '%s' and answers on '%s'. Ctrl-C stops it.%n",
                    settings.kafka().requestsTopic(), settings.kafka().answersTopic());
            shutdown.await();
            return 0;
        }
        AnswerPrinter printer = new AnswerPrinter(System.out, System.err, json, Terminal.columns());
        try (QueryClient client = QueryClient.of(settings.kafka(), PATIENCE, false)) {
            Conversation conversation = new Conversation(client, printer, PATIENCE);
            return questions.isEmpty() ? conversation.onTerminal() : conversation.of(questions);
        }
    }
}
