package io.millrace.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.ChatModel;
import io.millrace.answer.Image;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.document.Document.Markup;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.UpperCaseParser;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.picture.PictureDescriber.Spent;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PictureDescriberTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private final SeeingModel model = new SeeingModel();
    private final PictureDescriber describer = new PictureDescriber(model, 300);
    private final ContentParser parser = describer.parser(new UpperCaseParser());

    @Test
    void aPicturesTextIsWhatTheModelSaysOfIt() {
        IncomingDocument mill = picture("mill", 1, "The mill");
        CompletableFuture<Void> done = describer.describe(List.of(mill));
        model.answer(0, " A mill at a river. ");

        assertThat(done).isCompleted();
        assertThat(parser.parse(bytes(1), "image/png", null))
                .isEqualTo(
                        new ContentParser.Parsed("image/png", null, "A mill at a river.", Markup.MARKDOWN, List.of()));
        ChatModel.Message asked = model.prompts.get(0).messages().get(0);
        assertThat(asked.text()).endsWith("titled: The mill");
        assertThat(asked.images()).singleElement().isInstanceOfSatisfying(Image.Inline.class, image -> {
            assertThat(image.mediaType()).isEqualTo("image/png");
            assertThat(image.bytes()).isEqualTo(bytes(1).value());
        });
        assertThat(model.prompts.get(0).maxOutputTokens()).isEqualTo(300);
    }

    @Test
    void otherDocumentsAreParsedAsEver() {
        assertThat(describer.describe(List.of(Documents.incoming(Documents.ORIGIN, "d", null, "text", null))))
                .isCompleted();

        assertThat(parser.parse(Bytes.utf8("text"), "text/plain", null).text()).isEqualTo("TEXT");
        assertThat(model.prompts).isEmpty();
    }

    @Test
    void thePictureIsToldByItsBytesWhateverItIsSaidToBe() {
        assertThat(Pictures.typeOf(bytes(1))).isEqualTo("image/png");
        assertThat(Pictures.typeOf(new Bytes(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0})))
                .isEqualTo("image/jpeg");
        assertThat(Pictures.typeOf(Bytes.utf8("\u0089PNG"))).isNull();
        assertThat(Pictures.typeOf(new Bytes(new byte[0]))).isNull();
    }

    @Test
    void onePictureIsPaidForOnce() {
        IncomingDocument one = picture("one", 1, null);
        IncomingDocument same = picture("same", 1, null);
        CompletableFuture<Void> first = describer.describe(List.of(one, same));
        model.answer(0, "A mill.");
        CompletableFuture<Void> second = describer.describe(List.of(same));

        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(model.prompts).hasSize(1);
        List<Spent> spent = new ArrayList<>();
        describer.spent(spent::add);
        describer.spent(spent::add);
        assertThat(spent).containsExactly(new Spent("acme", new Usage(1, 800, 40)));
    }

    @Test
    void someAreDescribedAtATimeAndAllInTheEnd() {
        List<IncomingDocument> many =
                IntStream.range(0, 20).mapToObj(i -> picture("p" + i, i, null)).toList();
        CompletableFuture<Void> done = describer.describe(many);
        assertThat(model.prompts).hasSize(8);

        model.answer(3, "One is done.");
        assertThat(model.prompts).hasSize(9);
        for (int i = 0; i < 20; i++) {
            assertThat(done).isNotDone();
            if (i != 3) {
                model.answer(i, "Picture.");
            }
        }

        assertThat(done).isCompleted();
        assertThat(model.prompts).hasSize(20);
    }

    @Test
    void whatTheModelRefusesIsRefusedOnceAndTheOthersGoOn() {
        CompletableFuture<Void> done = describer.describe(List.of(picture("bad", 1, null), picture("good", 2, null)));
        model.fail(0, new RejectedException("bad-request", "too large a picture"));
        model.answer(1, "A mill.");

        assertThat(done).isCompleted();
        assertThatThrownBy(() -> parser.parse(bytes(1), null, null))
                .isInstanceOf(RejectedException.class)
                .hasMessage("too large a picture");
        assertThat(parser.parse(bytes(2), null, null).text()).isEqualTo("A mill.");
        assertThat(describer.describe(List.of(picture("bad", 1, null)))).isCompleted();
        assertThat(model.prompts).hasSize(2);
    }

    @Test
    void aPictureOfWhichTheModelSaysNothingIsRefused() {
        var unused = describer.describe(List.of(picture("blank", 1, null)));
        model.answer(0, "  ");

        assertThatThrownBy(() -> parser.parse(bytes(1), null, null))
                .isInstanceOf(RejectedException.class)
                .hasMessage("seeing/model wrote no description of the picture (END)");
    }

    @Test
    void whatFailsInPassingIsSaidAndWhatWasDescribedByThenIsKept() {
        List<IncomingDocument> two = List.of(picture("one", 1, null), picture("two", 2, null));
        CompletableFuture<Void> done = describer.describe(two);
        model.answer(0, "A mill.");
        model.fail(1, new TransientException("unavailable", "not now", null));

        assertThat(done).isCompletedExceptionally();
        CompletableFuture<Void> again = describer.describe(two);
        assertThat(model.prompts).hasSize(3);
        model.answer(2, "A weir.");
        assertThat(again).isCompleted();
        assertThat(parser.parse(bytes(2), null, null).text()).isEqualTo("A weir.");
    }

    @Test
    void withoutAModelEveryPictureIsRefusedAsNotDescribed() {
        assertThatThrownBy(
                        () -> PictureParser.withoutModel(new UpperCaseParser()).parse(bytes(1), null, null))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(PictureParser.NOT_DESCRIBED));
    }

    private static IncomingDocument picture(String id, int seed, @Nullable String title) {
        return new IncomingDocument(
                Documents.ORIGIN,
                id,
                false,
                "acme",
                Kind.DOCUMENT,
                null,
                title,
                null,
                null,
                bytes(seed),
                Metadata.EMPTY,
                null);
    }

    private static Bytes bytes(int seed) {
        byte[] bytes = Arrays.copyOf(PNG, PNG.length + 1);
        bytes[PNG.length] = (byte) seed;
        return new Bytes(bytes);
    }

    private static final class SeeingModel implements ChatModel {
        private final List<Prompt> prompts = new ArrayList<>();
        private final List<CompletableFuture<Reply>> replies = new ArrayList<>();

        void answer(int call, String text) {
            replies.get(call).complete(new Reply(text, StopReason.END, new Usage(1, 800, 40)));
        }

        void fail(int call, RuntimeException failure) {
            replies.get(call).completeExceptionally(failure);
        }

        @Override
        public String name() {
            return "seeing/model";
        }

        @Override
        public CompletableFuture<Reply> reply(Prompt prompt) {
            prompts.add(prompt);
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            replies.add(reply);
            return reply;
        }

        @Override
        public void close() {}
    }
}
