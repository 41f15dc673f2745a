package io.millrace.picture;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.document.Document.Markup;
import io.millrace.failure.RejectedException;
import io.millrace.picture.Descriptions.Described;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives pictures the text that describes them, and has another parser for everything else, which is closed with it. */
public final class PictureParser implements ContentParser {
    /** The code of a picture that nobody has described. */
    public static final String NOT_DESCRIBED = "picture-not-described";

    private final ContentParser others;
    private final @Nullable Descriptions descriptions;

    PictureParser(ContentParser others, @Nullable Descriptions descriptions) {
        this.others = others;
        this.descriptions = descriptions;
    }

    /** A parser where no model may be called: it refuses each picture with {@link #NOT_DESCRIBED}. */
    public static PictureParser withoutModel(ContentParser others) {
        return new PictureParser(others, null);
    }

    @Override
    public Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) throws RejectedException {
        String type = Pictures.typeOf(content);
        if (type == null) {
            return others.parse(content, contentType, name);
        }
        Described described = descriptions == null ? null : descriptions.of(content);
        if (described instanceof Described.Refused refused) {
            throw refused.why();
        }
        if (described instanceof Described.Text text) {
            return new Parsed(type, null, text.text(), Markup.MARKDOWN, List.of());
        }
        throw new RejectedException(
                NOT_DESCRIBED, "the document is a picture, which the ingest job has the chat model describe");
    }

    @Override
    public void close() {
        others.close();
    }
}
