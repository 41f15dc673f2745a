package io.millrace.connector.files.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connector.files.ParseLimits;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ParseReplyTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    @Test
    void comesOutAsItWentIn() throws IOException {
        Parsed parsed = new Parsed("application/pdf", null, "Ü 𐌲 …", Markup.MARKDOWN, List.of(0, 2, 2));

        ParseReply.of(parsed).write(out);

        assertThat(read()).isEqualTo(ParseReply.of(parsed));
        assertThat(read().result()).isEqualTo(parsed);
    }

    @Test
    void carriesARejection() throws IOException {
        Reason reason = new Reason("damaged-document", "It is damaged");

        ParseReply.of(reason, true).write(out);

        assertThat(read().last()).isTrue();
        assertThatThrownBy(read()::result)
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void takesARequestInWhole() throws IOException {
        ParseRequest request = new ParseRequest(Bytes.utf8("content"), null, "ä.pdf");

        request.write(out);

        assertThat(ParseRequest.read(in())).isEqualTo(request);
    }

    @Test
    void believesNoTextThatIsLongerThanAllowed() throws IOException {
        ParseReply.of(new Parsed("text/html", null, "x".repeat(31), Markup.MARKDOWN, List.of()))
                .write(out);

        assertThatThrownBy(() -> ParseReply.read(
                        in(), new ParseLimits(10, 1, Workers.LIMITS.timeout(), ParseLimits.LEAST_MEMORY)))
                .isInstanceOf(IOException.class)
                .hasMessage("a frame has at most 30 bytes, got 31");
    }

    @Test
    void believesNoLengthThatNothingFollows() throws IOException {
        out.writeBoolean(false);
        out.writeInt(1 << 19);
        out.write('x');

        assertThatThrownBy(this::read)
                .isInstanceOf(IOException.class)
                .hasMessage("a frame of 524288 bytes ended after 1");
    }

    @Test
    void readsNoReplyFromWhatIsPrinted() throws IOException {
        out.writeBytes("Some library prints this line\n");

        assertThatThrownBy(this::read).isInstanceOf(IOException.class);
    }

    private ParseReply read() throws IOException {
        return Objects.requireNonNull(ParseReply.read(in(), Workers.LIMITS));
    }

    private DataInputStream in() {
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
