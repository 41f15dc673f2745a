package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.ChatModel.Reply;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubProvider.Script;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every chat model over HTTP keeps when its reply is streamed: what every call does, and how pieces are told. */
abstract class HttpStreamedChatContract implements HttpModelContract {
    private final HttpChatContract chat;
    private final Queue<String> pieces = new ConcurrentLinkedQueue<>();

    /** @param chat has the stub, and the model that is open */
    HttpStreamedChatContract(HttpChatContract chat) {
        this.chat = chat;
    }

    @Override
    public final StubChat stub() {
        return chat.stub();
    }

    @Override
    public final TestSettings settings() {
        return chat.settings();
    }

    @Override
    public final Map.Entry<String, String> keyHeader() {
        return chat.keyHeader();
    }

    @Override
    public final CompletableFuture<Reply> call(String text) {
        return chat.stream(text, pieces::add);
    }

    @Override
    public final ClassifiedException failure(TestSettings other) {
        return chat.streamFailure(other, pieces::add);
    }

    @Override
    public final String endless() {
        return chat.piece("on and on ");
    }

    @Test
    void tellsAPieceBeforeTheNextIsThere() {
        CountDownLatch told = new CountDownLatch(1);
        stub().next(inTwo(told, new CountDownLatch(1)));

        Reply reply = chat.stream("the wheel", piece -> {
                    pieces.add(piece);
                    told.countDown();
                })
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        assertThat(told.getCount()).isZero();
        assertThat(pieces).containsExactly("Water ", "turns it.");
        assertThat(reply.text()).isEqualTo("Water turns it.");
    }

    @Test
    void tellsNoPieceAfterItsTime() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        stub().next(inTwo(over, sent));

        ClassifiedException failure = failure(settings().timeout(Duration.ofMillis(300)));
        int before = pieces.size();
        over.countDown();

        assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.code()).isEqualTo("timed-out");
        assertThat(pieces).hasSize(before);
    }

    /** A piece, and when it is time another with the end. */
    private Script inTwo(CountDownLatch time, CountDownLatch sent) {
        return (exchange, real) -> {
            StubReply.beginBody(exchange);
            StubReply.sendPart(exchange, chat.piece("Water "));
            Failures.await(time);
            try {
                StubReply.sendPart(exchange, chat.piece("turns it.") + chat.end());
            } finally {
                sent.countDown();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "<html>", "7", "null", "[]", "{\"type\":7}"})
    void doesNotTakeNonsenseForTheEnd(String nonsense) {
        ClassifiedException failure = failure(new StubReply(200, chat.piece("Water ") + chat.events(nonsense)));

        assertThat(failure.code()).isEqualTo("unreadable-reply");
    }

    @Test
    void doesNotTakeAStreamThatStopsForAReply() {
        ClassifiedException failure = failure(new StubReply(200, chat.piece("Water ")));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
        assertThat(failure).hasMessageEndingWith("ends before the reply does");
    }

    @Test
    void takesABreakdownInMidStreamForWhatItIs() {
        ClassifiedException failure =
                failure(new StubReply(200, chat.piece("Water ") + chat.breakdown("for a moment")));

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unavailable");
        assertThat(failure).hasMessageContaining("in mid-stream").hasMessageContaining("for a moment");
    }

    @Test
    void repeatsNeitherKeysNorTextsOfABreakdown() {
        ClassifiedException failure = failure(new StubReply(200, chat.breakdown(QUOTING)));

        assertThat(Failures.printed(failure)).doesNotContain("millet", "horse-battery");
    }
}
