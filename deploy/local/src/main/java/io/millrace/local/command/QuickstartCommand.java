package io.millrace.local.command;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.failure.FatalException;
import io.millrace.job.IngestApplication;
import io.millrace.job.QueryApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.client.AnswerPrinter;
import io.millrace.local.client.QueryClient;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.Progress;
import io.millrace.local.cluster.RunningJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace quickstart}: everything in one JVM. */
@Command(
        name = "quickstart",
        description = {
            "Indexes a directory and answers questions about it, with everything in this process: Kafka, a",
            "Qdrant-protocol store, Flink with its web UI, both jobs and an embedding model. No key, no Docker."
        },
        mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Option(names = "--docs", required = true, paramLabel = "DIR", description = "The documents.")
    private Path documents = Path.of(".");

    @Option(
            names = "--ask",
            paramLabel = "QUESTION",
            description = "A question to answer; may be repeated. With none, it stays: it takes questions on a"
                    + " terminal, and requests on Kafka.")
    private List<String> questions = new ArrayList<>();

    @Option(names = "--json", description = "Print answers as the answers topic holds them, one a line.")
    private boolean json;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings to begin with, such as a chat model; Kafka, Qdrant and the files are set here.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one configuration key. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Mixin
    private DataDirectory data = new DataDirectory();

    @Override
    public Integer call() throws Exception {
        if (!Files.isDirectory(documents)) {
            throw new FatalException(
                    "no-directory",
                    "--docs must be a directory, got '%s' (%s)".formatted(documents, documents.toAbsolutePath()));
        }
        try (Shutdown shutdown = new Shutdown()) {
            EmbeddedKafka kafka = shutdown.add(EmbeddedKafka.start(data.at("kafka"), FreePort.preferring(9092)));
            EmbeddedQdrant store =
                    shutdown.add(EmbeddedQdrant.start(data.at("qdrant"), FreePort.preferring(6334), null));
            LocalFlink flink = shutdown.add(LocalFlink.start(6, data.at("checkpoints")));
            shutdown.add(data.announce(kafka.bootstrapServers()));
            System.err.printf(
                    "Kafka: %s%nQdrant-protocol store: %s%nFlink: %s%n",
                    kafka.bootstrapServers(), store.url(), flink.webUi());
            JobRunner jobs = new JobRunner(flink);

            ingestFiles(jobs, kafka, store);
            MillraceConfig querying = settings(kafka, store, List.of());
            shutdown.add(cancelling(jobs.query(new QueryApplication(querying))));
            if (questions.isEmpty()) {
                shutdown.add(cancelling(jobs.ingest(new IngestApplication(
                        settings(kafka, store, List.of("documents.source=kafka", "job.name=millrace-ingest-topic"))))));
            }
            return answer(querying, shutdown);
        }
    }

    private void ingestFiles(JobRunner jobs, EmbeddedKafka kafka, EmbeddedQdrant store) throws Exception {
        MillraceConfig settings = settings(
                kafka,
                store,
                List.of(
                        "documents.source=files",
                        "files.path=" + documents.toAbsolutePath().normalize(),
                        // Streaming, so that stages work side by side and progress shows.
                        "job.mode=streaming",
                        "job.name=millrace-ingest-files"));
        System.err.println("Indexing " + documents.toAbsolutePath().normalize());
        new Progress(System.err, Terminal.isPresent()).follow(jobs.ingest(new IngestApplication(settings)));
    }

    private MillraceConfig settings(EmbeddedKafka kafka, EmbeddedQdrant store, List<String> more) throws IOException {
        List<String> all = new ArrayList<>(overrides);
        if (config == null) {
            all.add("qdrant.collection=quickstart");
        }
        all.add("kafka.bootstrap-servers=" + kafka.bootstrapServers());
        all.add("qdrant.url=" + store.url());
        all.add("kafka.partitions=1");
        all.addAll(more);
        return config == null
                ? MillraceConfig.parse("", all, System.getenv())
                : MillraceConfig.load(config, all, System.getenv());
    }

    private int answer(MillraceConfig settings, Shutdown shutdown) throws Exception {
        var kafka = settings.kafka().requireSettings();
        var properties = new TreeMap<>(kafka.properties());
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        AnswerPrinter printer = new AnswerPrinter(System.out, json);
        if (questions.isEmpty() && !Terminal.isPresent()) {
            System.err.println("Ready: requests on topic '%s', answers on '%s'. Ctrl-C stops it."
                    .formatted(
                            settings.kafka().requestsTopic(), settings.kafka().answersTopic()));
            shutdown.await();
            return 0;
        }
        try (QueryClient client = new QueryClient(
                properties, settings.kafka().requestsTopic(), settings.kafka().answersTopic(), PATIENCE)) {
            Conversation conversation = new Conversation(client, printer, PATIENCE);
            return questions.isEmpty() ? conversation.onTerminal() : conversation.of(questions, json);
        }
    }

    private static AutoCloseable cancelling(RunningJob job) {
        return job::cancel;
    }
}
