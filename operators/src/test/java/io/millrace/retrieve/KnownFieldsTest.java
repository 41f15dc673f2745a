package io.millrace.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.TransientException;
import io.millrace.index.CollectionSpec;
import io.millrace.index.FieldType;
import io.millrace.index.InMemoryVectorStore;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownFieldsTest {
    private static final VectorSpace SPACE = new VectorSpace("p", "m", 1, Distance.COSINE, "", "");

    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final KnownFields fields = new KnownFields(store);

    @BeforeEach
    void makeTheCollection() {
        store.ensureCollection(new CollectionSpec("docs", SPACE, Map.of("metadata.year", FieldType.INTEGER)));
    }

    @Test
    void areAskedForOnceWhereTheyCoverWhatIsMeant() {
        assertThat(fields.covering(Set.of("kind")).join()).containsKeys("kind", "metadata.year");
        store.failNext(new TransientException("unavailable", "try later", null));

        assertThat(fields.covering(Set.of("metadata.year"))).isCompleted();
    }

    @Test
    void areAskedForAgainWhereAFieldIsNew() {
        fields.covering(Set.of("kind")).join();
        store.ensureCollection(new CollectionSpec("docs", SPACE, Map.of("metadata.tag", FieldType.KEYWORD)));

        assertThat(fields.covering(Set.of("metadata.tag")).join()).containsKey("metadata.tag");
    }

    @Test
    void areNotAskedForWhereNoFieldIsMeant() {
        store.failNext(new TransientException("unavailable", "try later", null));

        assertThat(fields.covering(Set.of())).isCompletedWithValue(Map.of());
    }
}
