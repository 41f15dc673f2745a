package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SharedChannelTest {
    private static final QdrantSettings SETTINGS =
            new QdrantSettings(URI.create("http://127.0.0.1:1"), null, Duration.ofSeconds(1));

    @Test
    void isOneForAllUsersOfEqualSettings() {
        SharedChannel one = SharedChannel.acquire(SETTINGS);
        SharedChannel other = SharedChannel.acquire(
                new QdrantSettings(URI.create("http://127.0.0.1:1"), null, Duration.ofSeconds(1)));

        assertThat(other).isSameAs(one);
        one.release();
        assertThat(one.channel().isShutdown()).isFalse();
        other.release();
        assertThat(one.channel().isTerminated()).isTrue();
    }

    @Test
    void isAnotherForAnotherKey() {
        SharedChannel one = SharedChannel.acquire(SETTINGS);
        SharedChannel other =
                SharedChannel.acquire(new QdrantSettings(SETTINGS.url(), new Secret("k"), SETTINGS.timeout()));

        assertThat(other).isNotSameAs(one);
        one.release();
        assertThat(other.channel().isShutdown()).isFalse();
        other.release();
    }

    @Test
    void isOpenedAfreshAfterItsLastUserLeft() {
        SharedChannel first = SharedChannel.acquire(SETTINGS);
        first.release();

        SharedChannel second = SharedChannel.acquire(SETTINGS);

        assertThat(second.channel().isShutdown()).isFalse();
        second.release();
    }

    @Test
    void outlivesAStoreThatIsClosedTwice() {
        try (QdrantVectorStore stays = QdrantVectorStore.open(SETTINGS, "docs")) {
            QdrantVectorStore goes = QdrantVectorStore.open(SETTINGS, "docs");

            goes.close();
            goes.close();

            SharedChannel shared = SharedChannel.acquire(SETTINGS);
            assertThat(shared.channel().isShutdown()).isFalse();
            shared.release();
            assertThat(shared.channel().isShutdown()).isFalse();
            assertThat(stays).isNotNull();
        }
    }
}
