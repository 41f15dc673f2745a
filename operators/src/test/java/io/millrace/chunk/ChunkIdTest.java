package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChunkIdTest {
    private static final String HASH = ChunkId.hash("text");

    @Test
    void isTheSameForTheSameContent() {
        assertThat(ChunkId.of("acme", "doc", HASH, 0)).isEqualTo(ChunkId.of("acme", "doc", HASH, 0));
    }

    @Test
    void isAUuidOfVersion5AndTheStandardVariant() {
        UUID id = UUID.fromString(ChunkId.of(null, "doc", HASH, 0));

        assertThat(id.version()).isEqualTo(5);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void differsByEachOfItsParts() {
        assertThat(Set.of(
                        ChunkId.of("acme", "doc", HASH, 0),
                        ChunkId.of(null, "doc", HASH, 0),
                        ChunkId.of("", "doc", HASH, 0),
                        ChunkId.of("acme", "doc2", HASH, 0),
                        ChunkId.of("acme", "doc", ChunkId.hash("other"), 0),
                        ChunkId.of("acme", "doc", HASH, 1),
                        ChunkId.of("acmed", "oc", HASH, 0)))
                .hasSize(7);
    }

    @Test
    void staysWhatItWasInCollectionsMadeBefore() {
        assertThat(ChunkId.of("acme", "doc", HASH, 0)).isEqualTo("b059b5b7-f6de-5730-86eb-8bd73ff03531");
    }

    @Test
    void hashesAsSha256Does() {
        assertThat(ChunkId.hash("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
