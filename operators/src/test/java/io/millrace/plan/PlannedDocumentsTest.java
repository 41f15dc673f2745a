package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.index.Chunks;
import io.millrace.index.DocumentKey;
import io.millrace.index.Manifest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedDocumentsTest {
    private static final DocumentKey NOBODYS = new DocumentKey("d", null);
    private static final DocumentKey ACMES = new DocumentKey("d", "acme");
    private static final DocumentKey OTHER = new DocumentKey("e", null);
    private static final Manifest INDEXED = manifest("indexed");
    private static final Manifest PLANNED = manifest("planned");

    private final PlannedDocuments planned = new PlannedDocuments();

    @Test
    void goesByTheIndexWhereNothingIsPlanned() {
        assertThat(planned.of(NOBODYS, INDEXED)).isEqualTo(INDEXED);
    }

    @Test
    void putsWhatIsPlannedBeforeWhatTheIndexHolds() {
        planned.put(NOBODYS, PLANNED);

        assertThat(planned.of(NOBODYS, INDEXED)).isEqualTo(PLANNED);
        assertThat(planned.of(ACMES, INDEXED)).isEqualTo(INDEXED);
        assertThat(planned.of(OTHER, INDEXED)).isEqualTo(INDEXED);
    }

    @Test
    void holdsNothingOfAnybodyAfterADeleteOfEverybodys() {
        planned.put(ACMES, PLANNED);

        planned.deleted("d");

        assertThat(planned.of(ACMES, INDEXED)).isEqualTo(Manifest.EMPTY);
        assertThat(planned.of(NOBODYS, INDEXED)).isEqualTo(Manifest.EMPTY);
        assertThat(planned.of(OTHER, INDEXED)).isEqualTo(INDEXED);
    }

    @Test
    void holdsWhatIsPlannedAfterADeleteOfEverybodys() {
        planned.deleted("d");
        planned.put(ACMES, PLANNED);

        assertThat(planned.of(ACMES, INDEXED)).isEqualTo(PLANNED);
        assertThat(planned.of(NOBODYS, INDEXED)).isEqualTo(Manifest.EMPTY);
    }

    @Test
    void forgetsWhatWasPlannedBeforeAMomentAndNothingElse() {
        planned.put(NOBODYS, PLANNED);
        long moment = planned.now();
        planned.put(OTHER, PLANNED);

        planned.writtenBefore(moment);

        assertThat(planned.of(NOBODYS, INDEXED)).isEqualTo(INDEXED);
        assertThat(planned.of(OTHER, INDEXED)).isEqualTo(PLANNED);
        assertThat(planned.size()).isEqualTo(1);
    }

    @Test
    void keepsADocumentThatWasPlannedAgainSince() {
        planned.deleted("d");
        long moment = planned.now();
        planned.put(NOBODYS, PLANNED);

        planned.writtenBefore(moment);

        assertThat(planned.of(NOBODYS, INDEXED)).isEqualTo(PLANNED);
    }

    private static Manifest manifest(String text) {
        var chunk = Chunks.chunk("d", text);
        return new Manifest(Map.of(chunk.id(), Manifest.Held.of(chunk)));
    }
}
