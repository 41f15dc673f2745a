package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a worker made of a document: either is null.
 *
 * @param parsed what it read
 * @param rejection why it couldn't
 * @param last whether the worker should parse no other document after this one
 */
record ParseReply(@Nullable Parsed parsed, @Nullable Reason rejection, boolean last) {
    // Of everything but the text: types, titles, messages.
    private static final int LONGEST_LABEL = 1 << 20;

    // UTF-8 takes so many bytes for one of Java's characters, at most.
    private static final long BYTES_FOR_A_CHARACTER = 3;

    static ParseReply of(Parsed parsed) {
        return new ParseReply(parsed, null, false);
    }

    static ParseReply of(Reason rejection, boolean last) {
        return new ParseReply(null, rejection, last);
    }

    /**
     * What was read.
     *
     * @throws RejectedException when nothing could be
     */
    Parsed result() throws RejectedException {
        if (rejection != null) {
            throw new RejectedException(rejection.code(), rejection.message());
        }
        return Objects.requireNonNull(parsed, "a reply that is no rejection holds what was parsed");
    }

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(last);
        Frames.write(out, rejection == null ? null : rejection.code());
        if (rejection != null) {
            Frames.write(out, rejection.message());
        }
        if (parsed != null) {
            Frames.write(out, parsed.contentType());
            Frames.write(out, parsed.title());
            Frames.write(out, parsed.markup().name());
            out.writeInt(parsed.pageStarts().size());
            for (int start : parsed.pageStarts()) {
                out.writeInt(start);
            }
            Frames.write(out, parsed.text());
        }
        out.flush();
    }

    /** Reads a reply of a worker that isn't trusted: one over the limits, or otherwise no reply, is an exception. */
    static ParseReply read(DataInputStream in, ParseLimits limits) throws IOException {
        boolean last = in.readBoolean();
        String code = Frames.readString(in, LONGEST_LABEL);
        if (code != null) {
            return of(new Reason(code, Frames.requireString(in, LONGEST_LABEL)), last);
        }
        String contentType = Frames.requireString(in, LONGEST_LABEL);
        String title = Frames.readString(in, LONGEST_LABEL);
        Markup markup = markup(Frames.requireString(in, LONGEST_LABEL));
        List<Integer> pageStarts = pageStarts(in);
        String text = Frames.requireString(in, BYTES_FOR_A_CHARACTER * limits.maxCharacters());
        return new ParseReply(new Parsed(contentType, title, text, markup, pageStarts), null, last);
    }

    private static List<Integer> pageStarts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            starts.add(in.readInt());
        }
        return List.copyOf(starts);
    }

    private static Markup markup(String name) throws IOException {
        for (Markup markup : Markup.values()) {
            if (markup.name().equals(name)) {
                return markup;
            }
        }
        throw new IOException("no markup has the name that the reply gives");
    }
}
