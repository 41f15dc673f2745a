package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connector.http.stub.StubTei;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.job.doctor.Doctor;
import io.millrace.job.doctor.Finding;
import io.millrace.job.doctor.Finding.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a configuration names is tried before a job needs it, and what doesn't work is said with what to change. */
@ExtendWith(EndToEnd.class)
class DoctorITCase {
    @Test
    void saysOfEachPartThatItWorksAndWhatItFound(Flow flow) {
        try (PlayedChat chat = new PlayedChat(prompt -> PlayedChat.says("ready"));
                StubTei rerank = new StubTei()) {
            chat.answersFor(flow);
            flow.set("chat.model", "gpt-4o")
                    .set("rerank.provider", "tei")
                    .set("rerank.api-key", StubTei.KEY)
                    .set("rerank.base-url", rerank.baseUrl().toString());
            flow.set("documents.bounded", "true").prepare();
            flow.documents().send("mill", "{\"text\": \"The river turns the mill wheel.\"}");
            var unused = flow.ingest().result();

            Findings findings = findings(flow);

            assertThat(findings.all()).extracting(Finding::verdict).containsOnly(Verdict.WORKS);
            assertThat(findings.of("embedding").said())
                    .startsWith("openai/text-embedding-3-small, 128 dimensions, cosine; 128 numbers of length 1.000, a")
                    .endsWith(" texts and 300,000 tokens a request, 8,191 a text");
            assertThat(findings.of("chat").said()).isEqualTo("openai/gpt-4o; 10 tokens read and 5 written");
            assertThat(findings.of("rerank").said())
                    .matches("tei/default; scores 0\\.\\d+ and 0\\.\\d+, up to 32 documents a request");
            assertThat(findings.of("qdrant").said())
                    .endsWith(
                            "collection '%s': 1 chunks, locked to openai/text-embedding-3-small, 128 dimensions, cosine"
                                    .formatted(flow.name()));
            assertThat(findings.of("kafka").said())
                    .isEqualTo("%s; topics that the jobs will create: %s"
                            .formatted(flow.servers().kafka(), "%1$s-answers, %1$s-requests".formatted(flow.name())));
            assertThat(findings.of("documents").said()).isEqualTo("topic '%s-documents'".formatted(flow.name()));
        }
    }

    @Test
    void saysWhatIsNotThereYetAndWhatIsNotUsed(Flow flow) {
        Findings findings = findings(flow);

        assertThat(findings.of("chat").verdict()).isEqualTo(Verdict.UNUSED);
        assertThat(findings.of("rerank").verdict()).isEqualTo(Verdict.UNUSED);
        assertThat(findings.of("qdrant").said()).endsWith(": not there yet, the ingest job makes it");
        assertThat(findings.of("kafka").said())
                .contains("topics that the jobs will create: ", flow.name() + "-documents");
        // Nothing was made by asking.
        assertThat(findings(flow).of("kafka").said())
                .isEqualTo(findings.of("kafka").said());
        assertThat(findings(flow).of("qdrant").said())
                .isEqualTo(findings.of("qdrant").said());
    }

    @Test
    void saysWhatToChangeOfEachPartThatDoesNotWork(Flow flow) {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withApiKey("the-right-key"))) {
            flow.set("embedding.base-url", stub.baseUrl().toString())
                    .set("embedding.api-key", "another-key")
                    .set("chat.provider", "openai")
                    .set("chat.base-url", "http://127.0.0.1:1/v1")
                    .set("rerank.provider", "cohere")
                    .set("qdrant.url", "http://127.0.0.1:1")
                    .set("kafka.create-topics", "false")
                    .set("documents.source", "files")
                    .set("files.path", "/nowhere");

            Findings findings = findings(flow);

            assertThat(findings.all()).extracting(Finding::verdict).containsOnly(Verdict.FAILS);
            assertThat(findings.of("embedding").said()).contains("refused the API key", "embedding.api-key");
            assertThat(findings.of("chat").said())
                    .startsWith("The connection to http://127.0.0.1:1/v1 failed")
                    .endsWith(". Look at chat.base-url, or wait until the provider is there");
            assertThat(findings.of("rerank").said()).startsWith("rerank.model is missing");
            assertThat(findings.of("qdrant").said()).contains("(qdrant.url): connection refused");
            assertThat(findings.of("kafka").said()).contains("lacks the topics", "kafka.create-topics is false");
            assertThat(findings.of("documents").said()).contains("files.path '/nowhere' doesn't exist");
        }
    }

    @Test
    void warnsOfVectorsThatAreNotAsTheyShouldBe(Flow flow) {
        flow.stub().failNext(Fault.Spoiled.ONE_DIMENSION_MISSING);

        Finding embedding = findings(flow).of("embedding");

        assertThat(embedding.verdict()).isEqualTo(Verdict.FAILS);
        assertThat(embedding.said()).contains("vectors of 127 dimensions where 128 were expected");
    }

    @Test
    void refusesACollectionOfAnotherModel(Flow flow) {
        flow.prepare();
        flow.set("embedding.dimension", "64");

        assertThat(findings(flow).of("qdrant").said()).contains("128 dimensions", "64", "(embedding.dimension)");
    }

    private static Findings findings(Flow flow) {
        Findings findings = new Findings(new Doctor(flow.config()).findings().toList());
        assertThat(findings.all())
                .extracting(Finding::part)
                .containsExactly("embedding", "chat", "rerank", "qdrant", "kafka", "documents");
        return findings;
    }

    private record Findings(List<Finding> all) {
        Finding of(String part) {
            return all.stream()
                    .filter(finding -> finding.part().equals(part))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
