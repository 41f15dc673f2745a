package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.Request.Shown;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.embed.Vector;
import io.millrace.failure.RejectedException;
import io.millrace.index.Chunks;
import io.millrace.retrieve.Evidence;
import io.millrace.retrieve.ScoredChunk;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests show a chat model, and how it gets there. */
class ImagesTest {
    private static final Vector VECTOR = new Vector(new float[] {1});
    private static final Evidence WHEEL =
            Evidence.of(new ScoredChunk(Chunks.chunk("wheel", "The wheel turns the stones."), 0.9));

    @Test
    void aRequestShowsBytesAndAddresses() {
        Request request = decode("""
                {"type": "ask", "question": "what is this?", "images": [
                  {"mediaType": "image/png", "data": "iVBO"}, {"url": "https://mill.example/wheel.jpg"}]}""");

        assertThat(request.images())
                .containsExactly(
                        new Shown("image/png", "iVBO", null), new Shown(null, null, "https://mill.example/wheel.jpg"));
        assertThat(request.toString() + request.images()).doesNotContain("iVBO", "mill.example");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'images':7} | 'images' must be a list of 1 to 4 objects, got number",
                "{'images':[]} | 'images' must be a list of 1 to 4 objects, got 0 of them",
                "{'images':[1,2,3,4,5]} | 'images' must be a list of 1 to 4 objects, got 5 of them",
                "{'images':[7]} | 'images[0]' must be an object, got number",
                "{'images':[{'url':7}]} | 'images[0].url' must be a string, got number",
                "{'images':[{}]} | 'images[0]' must have either a 'url', or a 'mediaType' and 'data' in base64",
                "{'images':[{'data':'iVBO'}]} | 'images[0]' must have either a 'url', or a 'mediaType' and 'data' in base64",
                "{'images':[{'url':'https://a.example','data':'iVBO'}]} | 'images[0]' must have either a 'url', or a 'mediaType' and 'data' in base64",
                "{'images':[{'mediaType':'image/gif','data':'iVBO'}]} | 'images[0]': an image's type is one of image/png, image/jpeg, got 'image/gif'",
                "{'images':[{'mediaType':'image/png','data':'-'}]} | 'images[0]': an image's bytes are given in base64",
                "{'images':[{'url':'file:///etc/passwd'}]} | 'images[0]': an image's address is of http or https and has a host",
                "{'images':[{'url':'ht tp://secret'}]} | 'images[0]': an image's address is of http or https and has a host",
                "{'type':'search','images':[{'url':'https://a.example'}]} | 'images' can't be given for search: they are looked at by the chat model that answers (type ask)",
                "{'type':'recommend','positive':[{'text':'x'}],'images':[{'url':'https://a.example'}]} | 'images' can't be given for recommend: they are looked at by the chat model that answers (type ask)",
                "{'questions':['why?'],'images':[{'url':'https://a.example'}]} | 'images' can't be given beside 'questions', each of which stands by itself"
            })
    void saysWhatIsWrongWithThem(String fields, String message) {
        String json = fields.replace('\'', '"');
        boolean hasQuestion = fields.contains("'questions'") || fields.contains("'positive'");
        String asked = hasQuestion ? json : json.replaceFirst("\\{", "{\"question\":\"why?\",");
        String typed = fields.contains("'type'") ? asked : asked.replaceFirst("\\{", "{\"type\":\"ask\",");

        assertThatThrownBy(() -> decode(typed))
                .isInstanceOf(RejectedException.class)
                .hasMessage(message);
    }

    @Test
    void theyAreNoLargerTogetherThanEveryProviderTakes() {
        String half = Base64.getEncoder().encodeToString(new byte[2_500_002]);
        String image = "{\"mediaType\": \"image/png\", \"data\": \"%s\"}".formatted(half);
        String request = "{\"type\": \"ask\", \"question\": \"?\", \"images\": [%s]}";

        assertThat(decode(request.formatted(image)).images()).hasSize(1);
        assertThatThrownBy(() -> decode(request.formatted(image + "," + image)))
                .isInstanceOf(RejectedException.class)
                .hasMessage(
                        "'images' must have at most 5000000 bytes together, got about 5000004: give a 'url' instead");
    }

    @Test
    void theChatModelIsShownThemWithTheQuestion() {
        FixedChatModel model = new FixedChatModel("A wheel [1].");
        Image image = new Image.Linked(URI.create("https://mill.example/wheel.jpg"));

        Answerer.Written unused = answerer(model)
                .write("What is this?", List.of(image), VECTOR, List.of(WHEEL), null)
                .join();

        assertThat(model.prompts().get(0).messages())
                .singleElement()
                .satisfies(message -> assertThat(message.images()).containsExactly(image));
        assertThat(model.prompts().get(0).texts()).noneMatch(text -> text.contains("wheel.jpg"));
        assertThat(model.prompts().get(0).unrepeated()).contains("https://mill.example/wheel.jpg");
    }

    @Test
    void aModelThatRefusesThemSaysSo() {
        FixedChatModel model = new FixedChatModel(
                CompletableFuture.failedFuture(new RejectedException("bad-request", "the model sees no images")));
        Image image = new Image.Inline("image/png", "iVBO");

        assertThat(answerer(model).write("What is this?", List.of(image), VECTOR, List.of(WHEEL), null))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(RejectedException.class)
                .withMessage("the model sees no images. It was given up to 1000 tokens of evidence"
                        + " (query.evidence-tokens), the request's images, and room for 100 (chat.max-output-tokens)");
    }

    @Test
    void theyAreSetAsideForInATenantsAllowance() {
        ChatAnswerer answerer = answerer(new FixedChatModel("."));

        assertThat(answerer.most("?", 2) - answerer.most("?", 0)).isEqualTo(3_200);
    }

    private static ChatAnswerer answerer(ChatModel model) {
        return new ChatAnswerer(model, text -> text.split("\\s+").length, 1000, 100);
    }

    private static Request decode(String json) {
        Origin origin = Origin.ofTopic("requests", 0, 0, 0);
        return new RequestJson(new RequestLimits(5, 100, null, 1000, false))
                .decode(new SourceRecord(origin, SourceRecord.Format.JSON, "r1", null, Bytes.utf8(json), null));
    }
}
