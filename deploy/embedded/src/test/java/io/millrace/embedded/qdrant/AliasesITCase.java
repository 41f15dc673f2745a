package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.AliasDescription;
import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.DeleteAlias;
import io.qdrant.client.grpc.Collections.DeleteCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.UpdateCollection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AliasesITCase {

    private static final int SWITCHES = 50;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection blue;
    private TestCollection green;
    private String alias;

    @BeforeEach
    void makeTwoCollectionsAndName() {
        blue = qdrant.collection(2, Distance.Dot);
        blue.upsert(point(1, payload("colour", "blue"), 1, 2));
        green = qdrant.collection(2, Distance.Dot);
        green.upsert(point(2, payload("colour", "green"), 1, 2));
        alias = qdrant.name();
    }

    @Test
    void listsAliasesOfOneCollectionAndOfAll() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        assertThat(answer(qdrant.client().listCollectionAliasesAsync(blue.name())))
                .containsExactly(alias);
        assertThat(answer(qdrant.client().listCollectionAliasesAsync(green.name())))
                .isEmpty();
        assertThat(answer(qdrant.client().listAliasesAsync()))
                .contains(AliasDescription.newBuilder()
                        .setAliasName(alias)
                        .setCollectionName(blue.name())
                        .build());
    }

    @Test
    void readsAndWritesThroughAnAlias() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));
        var aliased = new TestCollection(qdrant.client(), alias);

        aliased.upsert(point(3, payload(), 5, 5));

        assertThat(blue.ids()).containsExactly(1L, 3L);
        assertThat(aliased.ids()).containsExactly(1L, 3L);
        assertThat(hits(aliased.query(aliased.near(1, 1)))).containsExactly(3L, 1L);
        assertThat(aliased.get(1).getPayloadMap()).isEqualTo(payload("colour", "blue"));
        assertThat(aliased.info().getPointsCount()).isEqualTo(2);
        answer(qdrant.client().deleteAsync(alias, TestPoints.ids(3)));
        assertThat(blue.ids()).containsExactly(1L);
    }

    @Test
    void updatesTheCollectionThroughAnAlias() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        answer(qdrant.client()
                .updateCollectionAsync(UpdateCollection.newBuilder()
                        .setCollectionName(alias)
                        .putAllMetadata(payload("key", 1))
                        .build()));

        assertThat(blue.info().getConfig().getMetadataMap()).isEqualTo(payload("key", 1));
    }

    @Test
    void existsUnderItsAliasButIsNotListedByIt() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        assertThat(answer(qdrant.client().collectionExistsAsync(alias))).isTrue();
        assertThat(answer(qdrant.client().listCollectionsAsync())).doesNotContain(alias);
    }

    @Test
    void isNotDeletedByItsAlias() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        var response = answer(qdrant.client()
                .grpcClient()
                .collections()
                .delete(DeleteCollection.newBuilder().setCollectionName(alias).build()));

        assertThat(response.getResult()).isFalse();
        assertThat(blue.ids()).containsExactly(1L);
    }

    @Test
    void pointsElsewhereWhenCreatedAgain() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        answer(qdrant.client().createAliasAsync(alias, green.name()));

        assertThat(new TestCollection(qdrant.client(), alias).ids()).containsExactly(2L);
        assertThat(answer(qdrant.client().listCollectionAliasesAsync(blue.name())))
                .isEmpty();
    }

    @Test
    void keepsItsCollectionWhenRenamed() {
        String renamed = qdrant.name();
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        answer(qdrant.client().renameAliasAsync(alias, renamed));

        assertThat(new TestCollection(qdrant.client(), renamed).ids()).containsExactly(1L);
        assertThat(answer(qdrant.client().collectionExistsAsync(alias))).isFalse();
    }

    @Test
    void isGoneWhenDeleted() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        answer(qdrant.client().deleteAliasAsync(alias));

        assertThat(refusal(qdrant.client().countAsync(alias))).isEqualTo(Refusal.missingCollection(alias));
        assertThat(blue.ids()).containsExactly(1L);
    }

    @Test
    void goesWithItsCollection() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));

        answer(qdrant.client().deleteCollectionAsync(blue.name()));

        assertThat(answer(qdrant.client().collectionExistsAsync(alias))).isFalse();
        assertThat(answer(qdrant.client().listAliasesAsync()))
                .extracting(AliasDescription::getAliasName)
                .doesNotContain(alias);
    }

    @Test
    void mayNotHaveTheNameOfACollection() {
        Refusal refusal = refusal(qdrant.client().createAliasAsync(green.name(), blue.name()));

        assertThat(refusal)
                .isEqualTo(new Refusal(
                        Status.Code.ALREADY_EXISTS, "Wrong input: Collection `" + green.name() + "` already exists!"));
    }

    @Test
    void needsACollection() {
        String missing = qdrant.name();

        assertThat(refusal(qdrant.client().createAliasAsync(alias, missing)))
                .isEqualTo(Refusal.missingCollection(missing));
    }

    @Test
    void canOnlyBeRenamedIfItExists() {
        Refusal refusal = refusal(qdrant.client().renameAliasAsync(alias, qdrant.name()));

        assertThat(refusal).isEqualTo(Refusal.notFound("Not found: Alias " + alias + " does not exists!"));
    }

    @Test
    void keepsEarlierActionsWhenALaterOneFails() {
        String missing = qdrant.name();

        Refusal refusal = refusal(qdrant.client()
                .updateAliasesAsync(List.of(create(alias, blue.name()), create(qdrant.name(), missing))));

        assertThat(refusal).isEqualTo(Refusal.missingCollection(missing));
        assertThat(new TestCollection(qdrant.client(), alias).ids()).containsExactly(1L);
    }

    @Test
    void switchesInOneCallWithoutAReaderNoticing() {
        answer(qdrant.client().createAliasAsync(alias, blue.name()));
        var done = new AtomicBoolean();
        CompletableFuture<Long> reader = CompletableFuture.supplyAsync(() -> readUntil(done));

        try {
            for (int i = 1; i <= SWITCHES; i++) {
                TestCollection next = i % 2 == 0 ? blue : green;
                answer(qdrant.client().updateAliasesAsync(List.of(delete(alias), create(alias, next.name()))));
                assertThat(new TestCollection(qdrant.client(), alias).ids()).isEqualTo(next.ids());
            }
        } finally {
            done.set(true);
        }

        assertThat(reader.join()).isPositive();
    }

    /** Reads through the alias until told to stop; fails if a read is refused or finds no point. */
    private long readUntil(AtomicBoolean done) {
        var aliased = new TestCollection(qdrant.client(), alias);
        long reads = 0;
        while (!done.get()) {
            assertThat(aliased.ids()).hasSize(1);
            reads++;
        }
        return reads;
    }

    private static AliasOperations create(String alias, String collection) {
        return AliasOperations.newBuilder()
                .setCreateAlias(CreateAlias.newBuilder().setAliasName(alias).setCollectionName(collection))
                .build();
    }

    private static AliasOperations delete(String alias) {
        return AliasOperations.newBuilder()
                .setDeleteAlias(DeleteAlias.newBuilder().setAliasName(alias))
                .build();
    }
}
