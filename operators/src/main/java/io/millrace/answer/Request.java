package io.millrace.answer;

import io.millrace.document.Origin;
import io.millrace.failure.Reason;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.SearchOptions;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A request that was read and found in order.
 *
 * @param id the request's id, which its answer carries
 * @param type what is asked for
 * @param question the text to answer or to search for; empty where examples or several questions stand in its place
 * @param tenant whose documents may be seen, or null for documents of no matter whom
 * @param filter what chunks must satisfy, as the request's JSON states it; {@code {}} for all
 * @param topK chunks to retrieve at the most, at least 1
 * @param minScore the least score of a chunk, or null for any
 * @param options how chunks are to be found
 * @param groups the groups whose documents may be seen; empty where groups don't matter
 * @param conversation the conversation that the question is part of, or null
 * @param deltas whether the answer's text is wanted piece by piece too, while it is written
 * @param examples what is to be recommended by, of that type alone; else null
 * @param questions those of a batch, in order; empty where there is one alone
 * @param images what the chat model is to look at with the question
 * @param origin where the request came from
 */
public record Request(
        String id,
        Type type,
        String question,
        @Nullable String tenant,
        String filter,
        int topK,
        @Nullable Double minScore,
        SearchOptions options,
        List<String> groups,
        @Nullable String conversation,
        boolean deltas,
        @Nullable Examples examples,
        List<Asked> questions,
        List<Shown> images,
        Origin origin)
        implements Serializable {

    public Request {
        if ((type == Type.RECOMMEND) != (examples != null)) {
            throw new IllegalArgumentException("examples are what recommend goes by, and nothing else does");
        }
        if (question.isEmpty() == (examples == null && questions.isEmpty())) {
            throw new IllegalArgumentException("a request has a question, examples, or several questions");
        }
        if (!images.isEmpty() && (type != Type.ASK || question.isEmpty())) {
            throw new IllegalArgumentException("images are shown with a question that is to be answered");
        }
    }

    /** A request with one question. */
    public Request(
            String id,
            Type type,
            String question,
            @Nullable String tenant,
            String filter,
            int topK,
            @Nullable Double minScore,
            SearchOptions options,
            List<String> groups,
            @Nullable String conversation,
            boolean deltas,
            Origin origin) {
        this(
                id,
                type,
                question,
                tenant,
                filter,
                topK,
                minScore,
                options,
                groups,
                conversation,
                deltas,
                null,
                List.of(),
                List.of(),
                origin);
    }

    /** A request that wants its chunks found as configured, and its answer whole. */
    public Request(
            String id,
            Type type,
            String question,
            @Nullable String tenant,
            String filter,
            int topK,
            @Nullable Double minScore,
            Origin origin) {
        this(id, type, question, tenant, filter, topK, minScore, SearchOptions.DEFAULT, List.of(), null, false, origin);
    }

    /** The request that one question of a batch would be by itself: its id is the batch's, {@code #} and the index from 0. */
    Request part(int index) {
        return new Request(
                id + "#" + index,
                type,
                questions.get(index).question(),
                tenant,
                filter,
                topK,
                minScore,
                options,
                groups,
                null,
                false,
                origin);
    }

    /** This request, with images to look at. */
    Request showing(List<Shown> shown) {
        return new Request(
                id,
                type,
                question,
                tenant,
                filter,
                topK,
                minScore,
                options,
                groups,
                conversation,
                deltas,
                examples,
                questions,
                shown,
                origin);
    }

    /** Without the question: Flink writes a record that failed into the failure's message. */
    @Override
    public String toString() {
        return "Request[id=%s, type=%s, origin=%s]".formatted(id, type.wireName(), origin);
    }

    /**
     * One question of several.
     *
     * @param question its text; empty where it couldn't be taken
     * @param refusal why it couldn't be taken, or null
     */
    public record Asked(String question, @Nullable Reason refusal) implements Serializable {
        public Asked {
            if (question.isEmpty() == (refusal == null)) {
                throw new IllegalArgumentException("a question has a text, or a reason to have none");
            }
        }

        static Asked refused(Reason reason) {
            return new Asked("", reason);
        }

        /** Without the question, as above. */
        @Override
        public String toString() {
            return "Asked[refusal=" + refusal + "]";
        }
    }

    /**
     * An image, as it stands in a request: its bytes and what they are, or where it is found.
     *
     * @param mediaType one of {@link Image#MEDIA_TYPES}, or null
     * @param data the bytes in base64, or null
     * @param url an address of http or https, or null
     */
    public record Shown(
            @Nullable String mediaType,
            @Nullable String data,
            @Nullable String url) implements Serializable {
        /** Refuses what is no image, with a message that repeats none of it. */
        public Shown {
            Image unused = image(mediaType, data, url);
        }

        Image image() {
            return image(mediaType, data, url);
        }

        private static Image image(@Nullable String mediaType, @Nullable String data, @Nullable String url) {
            if (mediaType != null && data != null && url == null) {
                return new Image.Inline(mediaType, data);
            }
            if (url == null || mediaType != null || data != null) {
                throw new IllegalArgumentException("an image has a media type and data, or an address");
            }
            try {
                return new Image.Linked(new URI(url));
            } catch (URISyntaxException e) {
                // Without the exception, which quotes it.
                throw new IllegalArgumentException("an image's address is of http or https and has a host");
            }
        }

        /** Without the image. */
        @Override
        public String toString() {
            return "Shown[" + (url == null ? mediaType : "url") + "]";
        }
    }

    /** What is asked for. */
    public enum Type {
        /** An answer in words, with citations. */
        ASK,
        /** The chunks that fit best. */
        SEARCH,
        /** The chunks that are most like examples. */
        RECOMMEND;

        /** The name in JSON: lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Every type's name, for messages. */
        static String names() {
            return Arrays.stream(values()).map(Type::wireName).collect(Collectors.joining(", "));
        }
    }
}
