package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.job.config.bind.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationErrorsTest {
    @TempDir
    Path folder;

    @Test
    void listsEveryProblemWithItsPlace() throws IOException {
        Path file = write("""
                kafka:
                  partitions: many
                  partitionz: 4
                query:
                  top-k: 200
                  timeout: 30
                """);

        assertThatThrownBy(() -> MillraceConfig.load(file, List.of("chunking.min-tokens=-1"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        Configuration %s has 5 problems:
                          millrace.yaml:3: Unknown key 'kafka.partitionz'. Did you mean 'kafka.partitions'? \
                        Known under 'kafka': answer-deltas-topic, answers-topic, bootstrap-servers, create-topics, \
                        dead-letters-topic, delivery, documents-topic, group-id, max-request-size, partitions, properties, \
                        replication-factor, requests-topic, transaction-timeout
                          millrace.yaml:2: kafka.partitions must be a whole number, at least 1, got 'many'
                          --set: chunking.min-tokens must be at least 0, got '-1'
                          millrace.yaml:1: qdrant.collection is missing: The collection, or an alias of it. The ingest \
                        job creates it when it is missing. Set it in the file or with --set qdrant.collection=…
                          millrace.yaml:6: query.timeout must be a duration with its unit (ms, s, m, h or d), such as \
                        30s, at least 100ms, got '30'""", file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "job.parallelism=0 | job.parallelism must be from 1 to 32768, got '0'",
                "job.parallelism=2.5 | job.parallelism must be a whole number, from 1 to 32768, got '2.5'",
                "job.mode=bach | job.mode must be one of auto, batch, streaming, got 'bach'. Did you mean 'batch'?",
                "documents.bounded=yes | documents.bounded must be true or false, got 'yes'",
                "kafka.transaction-timeout=20m | kafka.transaction-timeout must be from 1s to 15m, got '20m'",
                "kafka.max-request-size=64 | kafka.max-request-size must be a size with its unit (B, KB, KiB, MB, MiB,"
                        + " GB or GiB), such as 64 MiB, from 1 KiB to 1 GiB, got '64'",
                "embedding.base-url=localhost:11434 | embedding.base-url must be a http:// or https:// URL with a host,"
                        + " and without a user name or password, got 'localhost:11434'",
                "qdrant.url=https://me:hush@host:6334 | qdrant.url must be a http:// or https:// URL with a host, and"
                        + " without a user name or password, got 'https://***@host:6334'",
                "embedding.budget=20 dollars | embedding.budget must be an amount, a currency and a period (hour, day or"
                        + " month), such as 20 USD/day, got '20 dollars'",
                "prices.models.mine=2000 | prices.models.mine must be a price of a million tokens, such as 0.02, or two,"
                        + " of tokens read and written, such as 2.50 / 10; 1000 at the most, got '2000'",
                "answers.cache-similarity=97 | answers.cache-similarity must be from 0 to 1, got '97'",
                "answers.keep=off | answers.keep must be a duration with its unit (ms, s, m, h or d), such as 30s, got"
                        + " 'off'",
                "answers.cache-ttl=0s | answers.cache-ttl must be at least 1s, got '0s'",
                "chat.temperature=hot | chat.temperature must be a number, from 0 to 2, got 'hot'",
                "query.min-score=NaN | query.min-score must be a number, got 'NaN'",
                "embedding.provider= | embedding.provider has no value: it must be text; without the line it is the"
                        + " default",
                "files.include=*.md | files.include must be a list, such as [\"a\", \"b\"], got a single value",
                "qdrant.fields=year | qdrant.fields must be a mapping of names to values (keyword, integer, float, bool,"
                        + " datetime, text), got a single value",
                "qdrant.fields.metadata.year=int | qdrant.fields.metadata.year must be one of keyword, integer, float,"
                        + " bool, datetime, text, got 'int'",
                "query=5 | 'query' must hold settings (top-k, max-top-k, min-score, max-question-length, timeout,"
                        + " concurrency, evidence-tokens, mode, candidates, vector-weight, words-weight, neighbours, limits), got a single value",
                "embeding.model=x | Unknown key 'embeding.model'. Did you mean 'embedding.model'? Known at the top:"
                        + " answers, chat, chunking, dead-letters, documents, embedding, files, job, kafka, parsing, prices,"
                        + " qdrant, query, rerank, sparse, tenancy",
                "query.topK=5 | Unknown key 'query.topK'. Did you mean 'query.top-k'? Known under 'query': candidates, concurrency,"
                        + " evidence-tokens, limits, max-question-length, max-top-k, min-score, mode, neighbours, timeout, top-k, vector-weight, words-weight",
                "query.top-k | An override must be KEY=VALUE, got 'query.top-k'",
                "query.top-k: 5 | An override must be KEY=VALUE, got 'query.top-k'",
            })
    void saysWhatIsWrongWithAValue(String override, String message) {
        assertThat(problem("", override)).isEqualTo("--set: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "embedding.model=''  | embedding.model is empty; it must be text",
                "query.top-k=[1, 2] | query.top-k must be a whole number, at least 1, got a list",
                "kafka.properties={sasl: {mechanism: PLAIN}} | kafka.properties.sasl must be text, got a mapping; write"
                        + " a name with dots on one line",
                "query.top-k='5 | This isn't YAML: found unexpected end of stream",
            })
    void saysWhichOverridesYamlIsWrong(String override, String message) {
        String key = override.substring(0, override.indexOf('='));

        assertThat(problem("", override)).isEqualTo("--set " + key + ": " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "top-k: 5 | Unknown key 'top-k'. Did you mean 'query.top-k'? Known at the top: answers, chat, chunking,"
                        + " dead-letters, documents, embedding, files, job, kafka, parsing, prices, qdrant, query, rerank, sparse, tenancy",
                "query.top-k: 5 | Unknown key 'query.top-k'. Keys are nested in a file: put 'top-k' under 'query:'."
                        + " Known at the top: answers, chat, chunking, dead-letters, documents, embedding, files, job, kafka,"
                        + " parsing, prices, qdrant, query, rerank, sparse, tenancy",
                "embeding: {model: x} | Unknown key 'embeding'. Did you mean 'embedding'? Known at the top: answers, chat,"
                        + " chunking, dead-letters, documents, embedding, files, job, kafka, parsing, prices, qdrant, query, rerank, sparse, tenancy",
                "logging: {} | Unknown key 'logging'. Known at the top: answers, chat, chunking, dead-letters, documents,"
                        + " embedding, files, job, kafka, parsing, prices, qdrant, query, rerank, sparse, tenancy",
                "query: {top-k: 5, top-k: 6} | Duplicate key 'top-k': it is at configuration:1 already",
                "query: &q {top-k: 5} | Anchors ('&') and aliases ('*') aren't read here: write the value where it"
                        + " belongs",
                "query: {[a]: 5} | A key must be a single value, not a list or a mapping",
                "query: [top-k] | 'query' must hold settings (top-k, max-top-k, min-score, max-question-length,"
                        + " timeout, concurrency, evidence-tokens, mode, candidates, vector-weight, words-weight, neighbours, limits), got a list",
                "query: {top-k: } | query.top-k has no value: it must be a whole number, at least 1; without the line"
                        + " it is the default",
                "- query | It must be a mapping of sections of settings, such as 'qdrant:', got a list",
                "hello | It must be a mapping of sections of settings, such as 'qdrant:', got a single value",
                "query: {top-k: 5 | This isn't YAML: expected ',' or '}', but got <stream end>",
                "query: @home | This isn't YAML: found character '@' that cannot start any token. (Do not use @ for"
                        + " indentation)",
            })
    void saysWhatIsWrongWithAFile(String yaml, String message) {
        assertThat(problem(yaml)).isEqualTo("configuration:1: " + message);
    }

    @Test
    void neverQuotesALineThatIsNotYaml() {
        assertThat(problem("chat:\n  api-key: sk-123\n model: x"))
                .isEqualTo("configuration:3: This isn't YAML: expected <block end>, but found '<block mapping start>'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "documents.source=files | files.path is missing: documents.source is files, so it must name a directory"
                        + " or a prefix",
                "job.mode=batch | job.mode is batch, but a topic has no end: set documents.bounded to true, or job.mode"
                        + " to auto",
                "documents.source=files; files.path=/docs; files.watch=1m; job.mode=batch | job.mode is batch, but"
                        + " files.watch keeps the job reading: remove files.watch, or set job.mode to auto",
                "kafka.transaction-timeout=10s | kafka.transaction-timeout must be longer than job.checkpoint-interval"
                        + " (30s), since a checkpoint commits the transaction, got '10s'",
                "files.path=/docs/; dead-letters.path=/docs/dead | dead-letters.path must not be files.path or in it,"
                        + " or dead letters would be read as documents, got '/docs/dead'",
                "query.limits.concurrent-requests=64 | query.limits.concurrent-requests must be less than query.concurrency"
                        + " (64), since all requests of a tenant come to one subtask, got '64'",
                "query.limits.tokens-per-day=100000; answers.keep=12h | query.limits.tokens-per-day needs answers.keep of"
                        + " at least 1d, since what a tenant took is remembered with its answers, got answers.keep '12h'",
                "query.limits.tokens-per-request=4024; chat.provider=openai | query.limits.tokens-per-request must be more"
                        + " than query.evidence-tokens and chat.max-output-tokens together (4024), or no question could be"
                        + " answered, got '4024'",
                "query.limits.tokens-per-day=99; chat.provider=openai | query.limits.tokens-per-day must be more than"
                        + " query.evidence-tokens and chat.max-output-tokens together (4024), or no question could be"
                        + " answered, got '99'",
                "query.top-k=101 | query.top-k must be at most query.max-top-k (100), got '101'",
                "answers.keep=0s; answers.cache=true | answers.cache is true, but answers.keep is 0s: no answer is kept"
                        + " that a question could get",
                "answers.keep=2h; answers.conversation-ttl=3h | answers.conversation-ttl must be at most answers.keep"
                        + " (2h), since nothing older is there, got '3h'",
                "answers.cache-ttl=8d | answers.cache-ttl must be at most answers.keep (7d), since nothing older is"
                        + " there, got '8d'",
                "answers.keep=10s | answers.keep must be longer than job.checkpoint-interval (10s), since what came"
                        + " after a checkpoint comes again after a failure, or 0s, got '10s'",
                "answers.collection=c | answers.collection must be another than qdrant.collection, got 'c' for both",
                "chunking.max-tokens=20 | chunking.min-tokens must be at most chunking.max-tokens (20), got '32'",
                "chunking.max-tokens=64; chunking.overlap-tokens=64 | chunking.overlap-tokens must be at most 32, so"
                        + " that of chunking.max-tokens (64) at least 32 are a chunk's own, got '64'",
                "chunking.chunker=fixed; chunking.max-tokens=8; chunking.overlap-tokens=8 | chunking.overlap-tokens"
                        + " must be at most 7, so that of chunking.max-tokens (8) at least 1 are a chunk's own, got"
                        + " '8'",
                "chunking.chunker=parent-child; chunking.overlap-tokens=8 | chunking.overlap-tokens must be 0 where"
                        + " chunking.chunker is parent-child, since what is around a chunk is in its parent, got '8'",
                "chunking.chunker=parent-child; chunking.max-tokens=800 | chunking.parent-tokens must be at least"
                        + " chunking.max-tokens (800), got '600'",
                "chat.model=gpt-4.1-mini | chat.model is set, but chat.provider is none: name the provider, such as"
                        + " openai, or remove chat.model",
                "rerank.base-url=http://localhost:8080 | rerank.base-url is set, but rerank.provider is none: name the"
                        + " provider, such as tei, or remove rerank.base-url",
                "kafka.answers-topic=requests | kafka.requests-topic must not be the topic of kafka.answers-topic, got"
                        + " 'requests'",
                "kafka.answer-deltas-topic=answers | kafka.answers-topic must not be the topic of"
                        + " kafka.answer-deltas-topic, got 'answers'",
                "kafka.answers-topic=an answer | kafka.answers-topic must be 1 to 249 letters, digits, '.', '_' or '-',"
                        + " and not '.' or '..', got 'an answer'",
                "kafka.properties.group.id=g | kafka.properties.group.id can't be set: it is kafka.group-id",
                "files.fields._id=id | files.fields names a document's field before the colon and the file's after it."
                        + " '_id' isn't a document's field; those are id, tenant, kind, uri, title, contentType, text,"
                        + " content, metadata, version",
            })
    void refusesContradictions(String overrides, String message) {
        assertThat(failure("", overrides.split("; ")).problems())
                .extracting(problem -> problem.message())
                .containsExactly(message);
    }

    @Test
    void refusesWhatTheModelCannotTake() {
        ChunkingConfig large = Configurations.of("qdrant.collection=c", "chunking.max-tokens=1000")
                .chunking();
        ChunkingConfig overlapping = Configurations.of(
                        "qdrant.collection=c", "chunking.min-tokens=300", "chunking.overlap-tokens=256")
                .chunking();

        assertThatThrownBy(() -> large.sizes(256))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        Configuration has a problem:
                          chunking.max-tokens must be at most 256, which is what the embedding model takes beside what chunking.embed-with adds, got '1000'""");
        assertThatThrownBy(() -> overlapping.sizes(256))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        Configuration has 2 problems:
                          chunking.min-tokens must be at most what a chunk may have with this embedding model (256), got '300'
                          chunking.overlap-tokens must be at most 255, so that of what a chunk may have with this embedding model (256) at least 1 are a chunk's own, got '256'""");
    }

    @Test
    void saysWhatAJobNeedsThatIsNotSet() {
        MillraceConfig config = Configurations.of("qdrant.collection=c");

        assertThatThrownBy(() -> config.kafka().requireSettings())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        Configuration has a problem:
                          kafka.bootstrap-servers is missing, and this job uses Kafka topics. Set it in the file or with \
                        --set kafka.bootstrap-servers=host:port""");
        assertThatThrownBy(() -> config.files().requirePath())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        Configuration has a problem:
                          files.path is missing, and this job reads files. Set it in the file or with \
                        --set files.path=/directory""");
    }

    @Test
    void refusesAFileThatCannotBeRead() throws IOException {
        Path missing = folder.resolve("missing.yaml");
        Path latin =
                Files.write(folder.resolve("latin.yaml"), "job: {name: Müller}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(loading(missing)).isEqualTo("There is no such file");
        assertThat(loading(folder)).isEqualTo("It is a directory, not a file");
        assertThat(loading(latin)).isEqualTo("It isn't UTF-8: the byte at 13 can't be read");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        String message =
                "millrace.yaml: It is empty; it must hold sections of settings, such as 'qdrant:' (see docs/configuration.md)";

        assertThat(loading(write(""))).isEqualTo(message);
        assertThat(loading(write("# job:\n"))).isEqualTo(message);
        assertThat(loading(write("---\n"))).isEqualTo(message);
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("millrace.yaml"), yaml);
    }

    private static String loading(Path file) {
        var failure = catchThrowableOfType(
                ConfigurationException.class,
                () -> MillraceConfig.load(file, List.of("qdrant.collection=c"), Map.of()));
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().get(0).toString();
    }

    private static String problem(String yaml, String... overrides) {
        ConfigurationException failure = failure(yaml, overrides);
        assertThat(failure.problems()).hasSize(1);
        return failure.problems().get(0).toString();
    }

    private static ConfigurationException failure(String yaml, String... overrides) {
        List<String> all = new java.util.ArrayList<>(List.of(overrides));
        all.add("qdrant.collection=c");
        return catchThrowableOfType(ConfigurationException.class, () -> MillraceConfig.parse(yaml, all, Map.of()));
    }
}
