package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.answer.kept.AnswerStore;
import io.millrace.answer.kept.AnswerStoreContract;
import io.millrace.answer.kept.Conversation;
import io.millrace.answer.kept.KeptAnswer;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.index.FieldType;
import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Points.PointStruct;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QdrantAnswerStoreITCase extends AnswerStoreContract {
    @Override
    protected AnswerStore open(String collection) {
        return QdrantAnswerStore.open(RunningQdrant.settings(), collection);
    }

    @Override
    protected void drop(String collection) {
        Administration.drop(collection);
    }

    @Test
    void aCollectionHasItsIndexesAndGetsThoseThatItLacks() {
        String name = freshName();
        AnswerStore store = opened(name);
        store.ensure(SPACE);

        store.ensure(SPACE);

        CollectionInfo info = Administration.info(name);
        assertThat(FieldIndexes.read(info.getPayloadSchemaMap())).isEqualTo(AnswerPoint.INDEXED);
        assertThat(info.getPayloadSchemaOrThrow("tenant")
                        .getParams()
                        .getKeywordIndexParams()
                        .getIsTenant())
                .isTrue();
        assertThat(info.getConfig().getMetadataMap()).containsOnlyKeys(AnswerCollection.METADATA_KEY);
    }

    @Test
    void neverTakesACollectionOfDocumentsForOneOfAnswersNorTheOtherWayAround() {
        String documents = freshName();
        String answers = freshName();
        opened(answers).ensure(SPACE);
        AnswerStore store = opened(documents);
        try (QdrantVectorStore index = QdrantVectorStore.open(RunningQdrant.settings(), documents);
                QdrantVectorStore wrong = QdrantVectorStore.open(RunningQdrant.settings(), answers)) {
            index.ensureCollection(new CollectionSpec(documents, SPACE, Map.of()));

            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> store.ensure(SPACE))
                    .withMessage(
                            "Collection '%s' (answers.collection) wasn't made for kept answers: it has no"
                                    + " 'millrace-answers' in its metadata. Name another, or leave answers.collection"
                                    + " out: it is qdrant.collection with '-answers' behind it then",
                            documents);
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> wrong.ensureCollection(new CollectionSpec(answers, SPACE, Map.of())))
                    .withMessageContaining("was not made by Millrace");
            assertThat(FieldIndexes.read(Administration.info(documents).getPayloadSchemaMap()))
                    .doesNotContainKey(AnswerPoint.KEPT_AT)
                    .containsEntry("tenant", FieldType.KEYWORD);
        }
    }

    @Test
    void saysWhatToDoWhenTheModelHasChanged() {
        String name = freshName();
        AnswerStore store = opened(name);
        store.ensure(SPACE);

        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> store.ensure(SPACE.withRevision("2")))
                .withMessage(
                        "Collection '%s' (answers.collection) keeps answers to questions as vectors of test/unit, 2"
                                + " dimensions, cosine, and this job makes vectors of test/unit of revision 2, 2"
                                + " dimensions, cosine; they can't be compared. What differs: revision not stated there, '2' here (embedding.revision)."
                                + " Name another collection (answers.collection; left out, it follows"
                                + " qdrant.collection), or delete this one: with it go histories of conversations, and"
                                + " what saves replayed requests from being paid for again",
                        name);
    }

    @Test
    void namesItsOwnSettingWhenTheCollectionIsGone() {
        String name = freshName();
        AnswerStore store = opened(name);
        store.ensure(SPACE);
        Administration.drop(name);

        assertThat(failure(store.find(null, "r", FINGERPRINT)))
                .hasMessageContaining("answers.collection")
                .hasMessageNotContaining("ingest job");
    }

    @Test
    void anAnswerThatCannotBeReadCountsAsNone() {
        String name = freshName();
        AnswerStore store = opened(name);
        store.ensure(SPACE);
        KeptAnswer answer = in("c", answer("r"));
        PointStruct damaged = AnswerPoint.write(answer, vector(0)).toBuilder()
                .putPayload("answer", ValueFactory.value("{"))
                .build();
        Administration.upsert(name, damaged);

        assertThat(get(store.find(null, "r", FINGERPRINT))).isNull();
        assertThat(get(store.similar(vector(0), null, SCOPE, 0, NOON))).isNull();
        assertThat(get(store.turns(new Conversation(null, "c"), NOON, 5))).isEmpty();
        assertThat(get(store.tokens(null, NOON, NOON.plusMillis(1)))).isEqualTo(7);

        keep(store, answer);
        assertThat(get(store.find(null, "r", FINGERPRINT))).isEqualTo(answer);
    }

    @Test
    void whatWasKeptOutlivesTheServer(@TempDir Path data) throws Exception {
        KeptAnswer answer = in("c", of("acme", answer("r")));
        try (EmbeddedQdrant server = EmbeddedQdrant.start(data, 0, null);
                AnswerStore store = QdrantAnswerStore.open(settings(server), "answers")) {
            store.ensure(SPACE);
            get(store.keep(answer, vector(0)));
        }

        try (EmbeddedQdrant server = EmbeddedQdrant.start(data, 0, null);
                AnswerStore store = QdrantAnswerStore.open(settings(server), "answers")) {
            store.ensure(SPACE);
            assertThat(get(store.find("acme", "r", FINGERPRINT))).isEqualTo(answer);
            assertThat(get(store.similar(vector(0), "acme", SCOPE, 0.9, NOON))).isNotNull();
        }
    }

    private static QdrantSettings settings(EmbeddedQdrant server) {
        return new QdrantSettings(URI.create(server.url()), null, Duration.ofSeconds(60));
    }
}
