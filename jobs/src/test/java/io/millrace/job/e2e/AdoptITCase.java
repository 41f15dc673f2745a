package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.audit.Audit;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.VectorsFactory;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A collection that others made and filled, with an unnamed vector, taken over by both jobs, an audit and a prune. */
@ExtendWith(EndToEnd.class)
class AdoptITCase {
    private static final int THEIRS = 20;

    @TempDir
    Path folder;

    @Test
    void writesFindsAuditsAndPrunesBesideWhatOthersHold(Flow flow) throws Exception {
        Path docs = Files.createDirectories(folder.resolve("docs"));
        Files.writeString(docs.resolve("mill.md"), "A mill that grinds barley.");
        Files.writeString(docs.resolve("sluice.md"), "A sluice that holds the water back.");
        flow.set("documents.source", "files")
                .set("files.path", docs.toString())
                .set("files.prune", "true")
                .set("dead-letters.path", folder.resolve("letters").toString());
        try (CollectionsByHand hand = new CollectionsByHand(flow.servers().qdrantPort())) {
            theirs(hand, flow.name());

            assertThat(CommandRun.of("ingest", flow, folder))
                    .isEqualTo(new CommandRun(
                            1,
                            "Collection '%s' was not made by Millrace: it has no 'millrace' in its metadata; it has the unnamed vector of 128 dimensions, cosine. Name another collection (qdrant.collection), or set qdrant.adopt to true to write into this one beside what it holds"
                                    .formatted(flow.name())));
            flow.set("qdrant.adopt", "true");
            assertThat(CommandRun.of("ingest", flow, folder).errors())
                    .contains("has no vector 'dense' (qdrant.vector); it has the unnamed vector of 128 dimensions");
            flow.set("qdrant.vector", "''");
            assertThat(CommandRun.of("query", flow, folder).errors())
                    .contains("isn't locked yet", "Start the ingest job first, with qdrant.adopt");

            flow.ingest().result();
            flow.unset("qdrant.adopt");

            assertThat(hand.lock(flow.name()))
                    .containsEntry("adopted", ValueFactory.value(true))
                    .containsEntry("vector", ValueFactory.value(""));
            assertThat(flow.index().count()).isEqualTo(THEIRS + 2);
            flow.query();
            assertThat(flow.request("\"type\": \"search\", \"query\": \"Which mill grinds barley?\"")
                            .json()
                            .path("results"))
                    .hasSize(2)
                    .extracting(result ->
                            result.path("title").asText() + result.path("text").asText())
                    .anyMatch(text -> text.contains("barley"));
            assertThat(audit(flow)).containsExactly("2 documents compared: the index is true");

            Files.delete(docs.resolve("sluice.md"));
            flow.ingest().result();

            assertThat(flow.index().count()).isEqualTo(THEIRS + 1);
            assertThat(audit(flow)).containsExactly("1 documents compared: the index is true");
        }
    }

    private List<String> audit(Flow flow) throws Exception {
        return new Audit(flow.config(), Files.createTempDirectory(folder, "audit"), flow.runs())
                .compare()
                .lines();
    }

    /** Points near to everything; some name documents and sources as Millrace would. */
    private static void theirs(CollectionsByHand hand, String name) {
        hand.create(CreateCollection.newBuilder()
                .setCollectionName(name)
                .setVectorsConfig(VectorsConfig.newBuilder()
                        .setParams(VectorParams.newBuilder()
                                .setSize(Flow.DIMENSION)
                                .setDistance(Distance.Cosine)))
                .build());
        List<Map<String, Value>> payloads = List.of(
                Map.of("text", ValueFactory.value("theirs")),
                Map.of("documentId", ValueFactory.value("mill.md"), "text", ValueFactory.value("theirs")),
                Map.of());
        hand.put(
                name,
                IntStream.range(0, THEIRS)
                        .mapToObj(i -> PointStruct.newBuilder()
                                .setId(PointIdFactory.id(i))
                                .setVectors(VectorsFactory.vectors(Collections.nCopies(Flow.DIMENSION, 1f)))
                                .putAllPayload(payloads.get(i % payloads.size()))
                                .build())
                        .toList());
    }
}
