package io.millrace.document;

import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Fatal;
import io.millrace.failure.RejectedException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/** Gives each document its text; what can't be parsed, or holds no text, goes to {@link DeadLetters#TAG}. */
public final class ParseFunction extends ProcessFunction<IncomingDocument, DocumentChange> {
    private static final long serialVersionUID = 1L;

    private final SerializableSupplier<ContentParser> recipe;
    private final LongCounter deadLetters = new LongCounter();
    private transient ContentParser parser;

    public ParseFunction(SerializableSupplier<ContentParser> recipe) {
        this.recipe = recipe;
    }

    @Override
    public void open(OpenContext context) {
        parser = Fatal.stopsTheJob(recipe);
        getRuntimeContext().addAccumulator("unparsed", deadLetters);
    }

    @Override
    public void processElement(IncomingDocument incoming, Context context, Collector<DocumentChange> out) {
        try {
            out.collect(new DocumentChange(
                    incoming.origin(),
                    incoming.id(),
                    incoming.tenant(),
                    incoming.deleted() ? null : document(incoming)));
        } catch (RejectedException e) {
            deadLetters.add(1);
            context.output(
                    DeadLetters.TAG,
                    DeadLetter.of("parse", e.reason(), incoming.origin(), incoming.id(), original(incoming)));
        }
    }

    @Override
    public void close() {
        if (parser != null) {
            parser.close();
        }
    }

    /** The document as it can be read again; null when it is too large to keep: then it isn't written out either. */
    private static @Nullable Bytes original(IncomingDocument incoming) {
        int size = incoming.content() != null
                ? incoming.content().size()
                : textOf(incoming).length();
        return size <= DeadLetter.MAX_RECORD ? DocumentJson.encode(incoming) : null;
    }

    private static String textOf(IncomingDocument incoming) {
        return Objects.requireNonNull(incoming.text(), "a document that isn't deleted has text or content");
    }

    private Document document(IncomingDocument incoming) {
        Parsed parsed = parse(incoming);
        if (isBlank(parsed.text())) {
            throw new RejectedException("empty-text", "the document holds no text: it is empty or white space");
        }
        return new Document(
                incoming.origin(),
                incoming.id(),
                incoming.tenant(),
                incoming.kind(),
                incoming.uri(),
                incoming.title() == null ? parsed.title() : incoming.title(),
                parsed.contentType(),
                parsed.text(),
                parsed.markup(),
                parsed.pageStarts(),
                incoming.metadata(),
                incoming.version() == null ? incoming.origin().timestamp() : incoming.version());
    }

    /** Of no-break spaces too, which Java's own white space leaves out: an empty page of HTML is often full of them. */
    private static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character) || Character.isSpaceChar(character));
    }

    private Parsed parse(IncomingDocument incoming) {
        if (incoming.content() != null) {
            return parser.parse(incoming.content(), incoming.contentType(), incoming.uri());
        }
        String text = textOf(incoming);
        String type = mediaType(incoming.contentType());
        return switch (type) {
            case "text/plain" -> new Parsed(type, null, text, Document.Markup.PLAIN, List.of());
            case "text/markdown" -> new Parsed(type, null, text, Document.Markup.MARKDOWN, List.of());
            default -> parser.parse(Bytes.utf8(text), type + "; charset=UTF-8", incoming.uri());
        };
    }

    private static String mediaType(@Nullable String stated) {
        if (stated == null || stated.isBlank()) {
            return "text/plain";
        }
        int parameters = stated.indexOf(';');
        return (parameters < 0 ? stated : stated.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
