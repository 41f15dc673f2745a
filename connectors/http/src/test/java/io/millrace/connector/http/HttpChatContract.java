package io.millrace.connector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatModel.StopReason;
import io.millrace.answer.ChatModelContract;
import io.millrace.answer.ChatProvider;
import io.millrace.connector.http.stub.StubChat;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every chat model over HTTP keeps, against a server that speaks its provider's wire. {@link HttpModelContract} is
 * kept of whole calls here, and of streamed ones by {@link StreamedCalls}, which each adapter's test nests.
 */
abstract class HttpChatContract extends ChatModelContract implements HttpModelContract {
    private final StubChat stub;
    private final ChatProvider provider;
    private final TestSettings settings;

    HttpChatContract(StubChat stub, ChatProvider provider, String model) {
        this.stub = stub;
        this.provider = provider;
        this.settings = TestSettings.of("chat", provider.name(), stub.baseUrl())
                .model(model)
                .apiKey(StubChat.KEY);
    }

    /** Of the same model. Were it a test by itself here, its failures would be told under one name for all adapters. */
    abstract class StreamedCalls extends HttpStreamedChatContract {
        StreamedCalls() {
            super(HttpChatContract.this);
        }
    }

    /** A reply of the provider's own shape that came whole, and was ended by the model. */
    protected abstract String whole(String text);

    /** What a stream tells a piece with. */
    protected abstract String piece(String text);

    /** What follows a stream's last piece, ended by the model. */
    protected abstract String end();

    /** What a stream tells instead of its end when the server breaks down. */
    protected abstract String breakdown(String words);

    /** Some of a stream: an event for each of these, server-sent as most providers do. */
    protected String events(String... data) {
        StringBuilder events = new StringBuilder();
        for (String each : data) {
            events.append("data: ").append(each).append("\n\n");
        }
        return events.toString();
    }

    @Override
    protected final ChatModel openModel() {
        return provider.open(settings.settings());
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }

    @Override
    public final StubChat stub() {
        return stub;
    }

    @Override
    public final TestSettings settings() {
        return settings;
    }

    @Override
    public final CompletableFuture<Reply> call(String text) {
        return model().reply(asking(text));
    }

    @Override
    public final ClassifiedException failure(TestSettings other) {
        try (ChatModel model = provider.open(other.settings())) {
            return Failures.of(model.reply(asking(TEXT)));
        }
    }

    /** As {@link #call}, streamed. */
    final CompletableFuture<Reply> stream(String text, Consumer<String> pieces) {
        return model().reply(asking(text), pieces);
    }

    /** As {@link #failure(TestSettings)}, streamed. */
    final ClassifiedException streamFailure(TestSettings other, Consumer<String> pieces) {
        try (ChatModel model = provider.open(other.settings())) {
            return Failures.of(model.reply(asking(TEXT), pieces));
        }
    }

    private static Prompt asking(String text) {
        return prompt("What is " + text + "?");
    }

    protected final ChatProvider provider() {
        return provider;
    }

    /** The one request's body, with quotes that need no escape. */
    protected final String sent() {
        assertThat(stub.requests()).hasSize(1);
        return stub.requests().get(0).body().toString().replace('"', '\'');
    }

    /** What pieces a call tells. */
    protected final List<String> pieces(Prompt prompt) {
        List<String> pieces = new CopyOnWriteArrayList<>();
        Reply unused = reply(prompt, pieces::add);
        return pieces;
    }

    /** What two calls make of these bodies, the second one streamed. */
    protected final List<Reply> bothRead(String whole, String streamed) {
        stub.next(new StubReply(200, whole));
        stub.next(new StubReply(200, streamed));
        return List.of(reply(prompt("Why?")), reply(prompt("Why?"), piece -> {}));
    }

    /** The failures of two calls that meet this reply, the second one streamed. */
    protected final List<ClassifiedException> bothFail(StubReply reply) {
        ClassifiedException whole = failure(reply);
        stub.next(reply);
        return List.of(whole, Failures.of(stream(TEXT, piece -> {})));
    }

    @Test
    void isTestedWithStreamedCallsToo() {
        assertThat(getClass().getDeclaredClasses()).anyMatch(StreamedCalls.class::isAssignableFrom);
    }

    @Test
    void namesItselfAsConfigured() {
        assertThat(model().name()).isEqualTo(provider.name() + "/" + settings.model());
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

        assertThat(List.of(reply(prompt), reply(prompt, piece -> {}))).allSatisfy(reply -> {
            assertThat(reply.stopReason()).isEqualTo(StopReason.LENGTH);
            assertThat(reply.text()).isEqualTo("You asked:");
        });
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
    void refusesWhatIsNoneOfItsOptions() {
        assertThatThrownBy(
                        () -> provider.open(settings.option("max_tokens", "9").settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("Unknown option 'max_tokens' (chat.options.max_tokens). Known: ");
    }

    @Test
    void needsAModel() {
        assertThatThrownBy(() -> provider.open(settings.model(null).settings()))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("chat.model is missing: name a chat model of provider '%s', such as "
                        .formatted(provider.name()));
    }
}
