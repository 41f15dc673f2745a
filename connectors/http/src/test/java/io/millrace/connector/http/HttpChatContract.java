package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.ChatModelContract;
import io.millrace.answer.ChatProvider;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubProvider.Script;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRequest;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every chat model over HTTP keeps, against a server that speaks its provider's wire. */
abstract class HttpChatContract extends ChatModelContract {
    private static final int AT_ONCE = 200;
    private static final String TEXT = "Grandmother's recipe for millet bread";

    private final StubChat stub;
    private final ChatProvider provider;
    private final String modelName;

    HttpChatContract(StubChat stub, ChatProvider provider, String modelName) {
        this.stub = stub;
        this.provider = provider;
        this.modelName = modelName;
    }

    @Override
    protected ChatModel openModel() {
        return provider.open(settings(Map.of()));
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    /** A reply of the provider's own shape that came whole, and was ended by the model. */
    protected abstract String whole(String text);

    /** What a streamed reply is made of: something for each piece, then what ends it. */
    protected abstract List<String> streamed(String... pieces);

    /** What a stream tells instead of its end when the server breaks down. */
    protected abstract String breakdown(String words);

    /** The header that brings the key, as the stub wants it. */
    protected abstract Map.Entry<String, String> keyHeader();

    /** Whether the stub wants a key. */
    protected boolean keyIsWanted() {
        return true;
    }

    protected final StubChat stub() {
        return stub;
    }

    protected final ChatProvider provider() {
        return provider;
    }

    protected final ModelSettings settings(Map<String, String> options) {
        return settings(StubChat.KEY, Duration.ofMinutes(1), options);
    }

    private ModelSettings settings(String key, Duration timeout, Map<String, String> options) {
        return ModelSettings.of("chat", provider.name())
                .reached(modelName, stub.baseUrl(), new Secret(key), timeout, options);
    }

    /** The one request's body. */
    protected final String sent() {
        assertThat(stub.requests()).hasSize(1);
        return stub.requests().get(0).body().toString();
    }

    @Test
    void namesItselfAsConfigured() {
        assertThat(model().name()).isEqualTo(provider.name() + "/" + modelName);
    }

    @Test
    void bringsItsKeyAndSpeaksJson() {
        reply(prompt("Why?"));

        StubRequest request = stub.requests().get(0);
        assertThat(request.header(keyHeader().getKey())).isEqualTo(keyHeader().getValue());
        assertThat(request.header("Accept")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).isEqualTo("millrace");
        assertThat(request.header("Upgrade")).isNull();
    }

    @Test
    void readsWhatTheProviderSays() {
        stub.next(new StubReply(200, whole("Two words.")));

        Reply reply = reply(prompt("Why?"));

        assertThat(reply.text()).isEqualTo("Two words.");
        assertThat(reply.stopReason()).isEqualTo(StopReason.END);
    }

    @Test
    void tellsWhenItRanIntoItsLimit() {
        Prompt prompt = new Prompt("", List.of(new Message(Role.USER, "What turns the wheel of the mill?")), 2);

        assertThat(reply(prompt)).satisfies(reply -> {
            assertThat(reply.stopReason()).isEqualTo(StopReason.LENGTH);
            assertThat(reply.text()).isEqualTo("You asked:");
        });
        assertThat(reply(prompt, piece -> {}).stopReason()).isEqualTo(StopReason.LENGTH);
    }

    @Test
    void leavesMarkersOfAModelAloneThatWasAskedForThem() {
        stub.sayNext("A weir [1].");
        stub.sayNext("A weir [1].");

        assertThat(reply(prompt("Why?")).text()).isEqualTo("A weir [1].");
        assertThat(reply(prompt("Why?"), piece -> {}).text()).isEqualTo("A weir [1].");
    }

    @Test
    void answersFromNumberedEvidenceInThePrompt() {
        String prompt =
                "<evidence number=\"1\">\nBread is baked.\n</evidence>\n\n<evidence number=\"2\" title=\"Mills\">\n"
                        + "Water turns the wheel.\n</evidence>\n\nQuestion: What turns the wheel?";

        assertThat(reply(prompt(prompt)).text()).isEqualTo("Water turns the wheel. [2]");
    }

    @Test
    void hasNoCapOnCallsInFlight() {
        hasNoCap(question -> model().reply(question));
    }

    @Test
    void hasNoCapOnStreamsInFlight() {
        hasNoCap(question -> model().reply(question, piece -> {}));
    }

    private void hasNoCap(Function<Prompt, CompletableFuture<Reply>> asking) {
        CountDownLatch all = new CountDownLatch(AT_ONCE);
        IntStream.range(0, AT_ONCE)
                .forEach(i -> stub.next((exchange, real) -> {
                    all.countDown();
                    Failures.await(all);
                    real.send(exchange);
                }));

        List<CompletableFuture<Reply>> calls = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> asking.apply(prompt("Question " + i)))
                .toList();

        for (int i = 0; i < AT_ONCE; i++) {
            assertThat(calls.get(i).orTimeout(60, TimeUnit.SECONDS).join().text())
                    .isEqualTo("You asked: Question " + i);
        }
        assertThat(all.getCount()).isZero();
    }

    @Test
    void tellsAPieceBeforeTheNextIsThere() {
        CountDownLatch told = new CountDownLatch(1);
        List<String> frames = streamed("Water ", "turns it.");
        List<String> pieces = new CopyOnWriteArrayList<>();
        stub.next((exchange, real) -> {
            begin(exchange);
            // All but the second piece and the end; some begin with what says nothing.
            int second = second(frames, "turns it.");
            write(exchange, String.join("", frames.subList(0, second)));
            Failures.await(told);
            write(exchange, String.join("", frames.subList(second, frames.size())));
        });

        Reply reply = reply(prompt("What turns the wheel?"), piece -> {
            pieces.add(piece);
            told.countDown();
        });

        assertThat(told.getCount()).isZero();
        assertThat(pieces).containsExactly("Water ", "turns it.");
        assertThat(reply.text()).isEqualTo("Water turns it.");
    }

    @Test
    void tellsNoPieceAfterItsTime() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        List<String> frames = streamed("Water ", "turns it.");
        int second = second(frames, "turns it.");
        List<String> pieces = new CopyOnWriteArrayList<>();
        stub.next((exchange, real) -> {
            begin(exchange);
            write(exchange, String.join("", frames.subList(0, second)));
            Failures.await(over);
            try {
                write(exchange, String.join("", frames.subList(second, frames.size())));
            } finally {
                sent.countDown();
            }
        });

        ClassifiedException failure;
        try (ChatModel model = impatient()) {
            failure = Failures.of(model.reply(prompt("What turns the wheel?"), pieces::add));
        }
        int before = pieces.size();
        over.countDown();

        assertThat(sent.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failure.code()).isEqualTo("timed-out");
        assertThat(pieces).hasSize(before);
    }

    @Test
    void givesTheHttpCallUpWhenItIsCancelled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        stub.next(untilGone(" ".repeat(8192), begun, gone));

        CompletableFuture<Reply> call = model().reply(prompt("Why?"));
        Failures.await(begun);
        call.cancel(true);

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void givesAStreamUpWhenItIsCancelled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        stub.next(untilGone(streamed("on and on ").get(0), begun, gone));

        CompletableFuture<Reply> call = model().reply(prompt("Why?"), piece -> {});
        Failures.await(begun);
        call.cancel(true);

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static Script untilGone(String data, CountDownLatch begun, CountDownLatch gone) {
        return (exchange, real) -> {
            begin(exchange);
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    write(exchange, data);
                    begun.countDown();
                }
            } catch (IOException closed) {
                gone.countDown();
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED, bad-request",
        "401, FATAL, api-key-refused",
        "402, FATAL, no-balance",
        "403, FATAL, forbidden",
        "404, FATAL, model-not-found",
        "405, FATAL, unexpected-status",
        "301, FATAL, unexpected-status",
        "408, TRANSIENT, timed-out",
        "409, TRANSIENT, unavailable",
        "413, REJECTED, bad-request",
        "422, REJECTED, bad-request",
        "424, TRANSIENT, unavailable",
        "429, TRANSIENT, rate-limited",
        "500, TRANSIENT, unavailable",
        "502, TRANSIENT, unavailable",
        "503, TRANSIENT, unavailable",
        "504, TRANSIENT, unavailable",
        "529, TRANSIENT, unavailable"
    })
    void knowsWhatAStatusMeans(int status, FailureKind kind, String code) {
        for (ClassifiedException failure : bothFail(new StubReply(status, "<html>no</html>"))) {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure).hasMessageContaining(stub.baseUrl().toString()).hasMessageContaining("" + status);
        }
    }

    @Test
    void sendsTextsToNoOtherAddress() {
        StubReply moved = new StubReply(307, Map.of("Location", stub.baseUrl() + "/elsewhere"), "");

        assertThat(bothFail(moved))
                .allSatisfy(failure -> assertThat(failure.code()).isEqualTo("unexpected-status"));
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void passesOnHowLongAServerWantsToBeLeftAlone() {
        assertThat(bothFail(new StubReply(429, Map.of("Retry-After", "7"), "")))
                .allSatisfy(failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        assertThat(bothFail(new StubReply(503, "")))
                .allSatisfy(failure -> assertThat(failure.retryAfter()).isNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>hello</html>", "{", "[", "7", "\"text\"", "{}", "{\"other\":[]}", "null"})
    void doesNotTakeAnythingElseForAReply(String body) {
        assertThat(bothFail(new StubReply(200, body)))
                .allSatisfy(failure -> assertThat(failure.code()).isEqualTo("unreadable-reply"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "<html>", "7", "null", "[]", "{\"type\":7}"})
    void doesNotTakeNonsenseInAStreamForItsEnd(String nonsense) {
        List<String> frames = streamed("Water ", "turns it.");
        String frame = frames.get(0).startsWith("data: ") ? "data: " + nonsense + "\n\n" : nonsense + "\n";
        stub.next(new StubReply(200, frames.get(0) + frame));

        assertThat(streamFails().code()).isEqualTo("unreadable-reply");
    }

    @Test
    void doesNotTakeAStreamThatStopsForAReply() {
        List<String> frames = streamed("Water ", "turns it.");
        stub.next(new StubReply(200, String.join("", frames.subList(0, second(frames, "turns it.")))));

        ClassifiedException failure = streamFails();

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unreadable-reply");
        assertThat(failure).hasMessageEndingWith("ends before the reply does");
    }

    @Test
    void takesABreakdownInMidStreamForWhatItIs() {
        stub.next(new StubReply(200, streamed("Water ").get(0) + breakdown("for a moment")));

        ClassifiedException failure = streamFails();

        assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
        assertThat(failure.code()).isEqualTo("unavailable");
        assertThat(failure).hasMessageContaining("in mid-stream").hasMessageContaining("for a moment");
    }

    @Test
    void takesAReplyThatBreaksOffForABrokenConnection() {
        stub.next((exchange, real) -> real.sendHalf(exchange));
        stub.next((exchange, real) -> real.sendHalf(exchange));

        assertThat(wholeFails().code()).isEqualTo("connection-failed");
        assertThat(streamFails().kind()).isEqualTo(FailureKind.TRANSIENT);
    }

    @Test
    void takesNoReplyForABrokenConnection() {
        stub.next((exchange, real) -> exchange.close());
        stub.next((exchange, real) -> exchange.close());

        assertThat(wholeFails().code()).isEqualTo("connection-failed");
        assertThat(streamFails().code()).isEqualTo("connection-failed");
    }

    @Test
    void takesAServerThatIsNotThereForABrokenConnection() {
        stub.close();

        assertThat(wholeFails().code()).isEqualTo("connection-failed");
        assertThat(streamFails().code()).isEqualTo("connection-failed");
    }

    @Test
    void waitsForNoReplyLongerThanItsTimeout() {
        CountDownLatch over = new CountDownLatch(1);
        stub.next((exchange, real) -> Failures.await(over));
        stub.next((exchange, real) -> {
            begin(exchange);
            write(exchange, " ");
            Failures.await(over);
        });

        try (ChatModel model = impatient()) {
            for (int call = 0; call < 2; call++) {
                ClassifiedException failure = Failures.of(model.reply(prompt("Why?")));

                assertThat(failure.kind()).isEqualTo(FailureKind.TRANSIENT);
                assertThat(failure.code()).isEqualTo("timed-out");
                assertThat(failure).hasMessage(stub.baseUrl() + " didn't answer within 300 ms (chat.timeout)");
            }
        }
        over.countDown();
    }

    @Test
    void repeatsNeitherKeysNorTexts() {
        String words = "bad: " + TEXT + ", sent with " + StubChat.KEY;
        for (int status : new int[] {400, 401, 403, 404, 429, 500}) {
            String body = "{\"message\":\"%1$s\",\"error\":{\"message\":\"%1$s\"}}".formatted(words);
            assertThat(bothFail(new StubReply(status, body)))
                    .allSatisfy(
                            failure -> assertThat(Failures.printed(failure)).doesNotContain("millet", "horse-battery"));
        }
        assertThat(bothFail(new StubReply(200, "{\"results\": " + words)))
                .allSatisfy(failure -> assertThat(Failures.printed(failure)).doesNotContain("millet"));
        stub.next(new StubReply(200, breakdown(words)));
        assertThat(Failures.printed(streamFails())).doesNotContain("millet", "horse-battery");
    }

    @Test
    void stopsWithoutAKeyOrWithAWrongOne() {
        if (!keyIsWanted()) {
            return;
        }
        assertThat(failureWith("wrong").code()).isEqualTo("api-key-refused");
        assertThat(failureWith("wrong")).hasMessageContaining("set a valid one in chat.api-key");
    }

    private ClassifiedException failureWith(String key) {
        try (ChatModel model = provider.open(settings(key, Duration.ofMinutes(1), Map.of()))) {
            return Failures.of(model.reply(prompt("Why?")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "line\nbreak", "schlüssel"})
    void refusesAKeyThatNoHeaderTakes(String key) {
        assertThatThrownBy(() -> provider.open(settings(key, Duration.ofMinutes(1), Map.of())))
                .isInstanceOf(FatalException.class)
                .hasMessage("chat.api-key has a character that no key has: a space, a line break, or one that isn't"
                        + " ASCII");
    }

    @Test
    void refusesWhatIsNoneOfItsOptions() {
        assertThatThrownBy(() -> provider.open(settings(Map.of("max_tokens", "9"))))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("Unknown option 'max_tokens' (chat.options.max_tokens). Known: ");
    }

    @Test
    void needsAModel() {
        assertThatThrownBy(() -> provider.open(ModelSettings.of("chat", provider.name())
                        .reached(null, stub.baseUrl(), null, Duration.ofMinutes(1), Map.of())))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("chat.model is missing: name a chat model of provider '%s', such as "
                        .formatted(provider.name()));
    }

    @Test
    void knowsAModelThatIsNotThere() {
        ModelSettings other = ModelSettings.of("chat", provider.name())
                .reached("gpt-9", stub.baseUrl(), new Secret(StubChat.KEY), Duration.ofMinutes(1), Map.of());
        try (ChatModel model = provider.open(other)) {
            ClassifiedException failure = Failures.of(model.reply(prompt("Why?")));

            assertThat(failure.code()).isEqualTo("model-not-found");
            assertThat(failure).hasMessageContaining("'gpt-9'").hasMessageContaining("chat.model");
        }
    }

    /** The failures of two calls that meet this reply, the second one streamed. */
    protected final List<ClassifiedException> bothFail(StubReply reply) {
        stub.next(reply);
        ClassifiedException first = wholeFails();
        stub.next(reply);
        return Arrays.asList(first, streamFails());
    }

    private ClassifiedException wholeFails() {
        return Failures.of(model().reply(prompt("What is " + TEXT + "?")));
    }

    private ClassifiedException streamFails() {
        return Failures.of(model().reply(prompt("What is " + TEXT + "?"), piece -> {}));
    }

    private ChatModel impatient() {
        return provider.open(settings(StubChat.KEY, Duration.ofMillis(300), Map.of()));
    }

    private static int second(List<String> frames, String piece) {
        return IntStream.range(0, frames.size())
                .filter(at -> frames.get(at).contains(piece))
                .findFirst()
                .orElseThrow();
    }

    private static void begin(HttpExchange exchange) throws IOException {
        // To this server 0 is a body of unknown length.
        exchange.sendResponseHeaders(200, 0);
    }

    private static void write(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
    }

    /** Frames of server-sent events. */
    protected static List<String> events(String... data) {
        return Arrays.stream(data).map(each -> "data: " + each + "\n\n").toList();
    }

    /** What pieces a call tells. */
    protected final List<String> pieces(Prompt prompt) {
        List<String> pieces = new CopyOnWriteArrayList<>();
        Consumer<String> parts = pieces::add;
        Reply unused = reply(prompt, parts);
        return pieces;
    }
}
