package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenIdsTest {
    @Test
    void knowsEachIdOnceItHasCome() {
        SeenIds seen = new SeenIds();

        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.isNew("document-" + i)).as("%d", i).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.isNew("document-" + i)).as("%d", i).isFalse();
        }
    }

    @Test
    void callsNoIdNewOnceItIsFull() {
        SeenIds seen = new SeenIds(2);
        seen.isNew("a");
        seen.isNew("b");

        assertThat(seen.isNew("c")).isFalse();
    }

    @Test
    void takesAnyText() {
        SeenIds seen = new SeenIds();

        assertThat(seen.isNew("")).isTrue();
        assertThat(seen.isNew("\uD83D\uDE00")).isTrue();
        assertThat(seen.isNew("")).isFalse();
    }
}
