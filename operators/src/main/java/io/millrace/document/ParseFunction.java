package io.millrace.document;

import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.RejectedException;
import java.util.List;
import java.util.Locale;
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
        parser = recipe.get();
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
                    DeadLetter.of(
                            "parse", e.reason(), incoming.origin(), incoming.id(), DocumentJson.encode(incoming)));
        }
    }

    @Override
    public void close() {
        if (parser != null) {
            parser.close();
        }
    }

    private Document document(IncomingDocument incoming) {
        Parsed parsed = parse(incoming);
        if (parsed.text().isBlank()) {
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

    private Parsed parse(IncomingDocument incoming) {
        if (incoming.content() != null) {
            return parser.parse(incoming.content(), incoming.contentType(), incoming.uri());
        }
        String text = String.valueOf(incoming.text());
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
