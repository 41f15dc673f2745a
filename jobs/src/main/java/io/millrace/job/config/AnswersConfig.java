package io.millrace.job.config;

import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.DurationText;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is kept of answers. */
public record AnswersConfig(
        @Setting(
                value = "7d",
                doc =
                        "How long an answer is kept, with its question: a request that comes again gets it, and no model is"
                                + " paid twice. `0s` keeps none; then there are no conversations.")
        Duration keep,

        @Setting(
                doc =
                        "The collection that answers are kept in; without it, `qdrant.collection` with `-answers` behind it."
                                + " The query job creates it. It is locked to the embedding model like any other.")
        @Nullable
        String collection,

        @Setting(
                value = "6",
                min = "1",
                max = "100",
                doc = "Turns of a conversation, the newest, that a question is understood with.")
        int history,

        @Setting(
                min = "1s",
                doc = "How old a turn may be to count; without it, `24h`, or `answers.keep` where that is shorter.")
        @Nullable
        Duration conversationTtl,

        @Setting(
                value = "false",
                doc =
                        "Whether a question may get the answer to one that is nearly the same, of the same tenant, with the"
                                + " same filter and options. The answer says so. Documents may have changed since.")
        boolean cache,

        @Setting(
                value = "0.97",
                min = "0",
                max = "1",
                doc =
                        "How near such a question must be: the least cosine of the two questions' vectors. What is near enough"
                                + " differs from model to model.")
        double cacheSimilarity,

        @Setting(
                min = "1s",
                doc = "How old such an answer may be; without it, `24h`, or `answers.keep` where that is shorter.")
        @Nullable
        Duration cacheTtl)
        implements Serializable {

    private static final Duration DAY = Duration.ofHours(24);

    public AnswersConfig {
        new Contradictions()
                .unless(
                        !cache || !keep.isZero(),
                        "answers.cache",
                        "answers.cache is true, but answers.keep is 0s: no answer is kept that a question could get")
                .unless(
                        conversationTtl == null || conversationTtl.compareTo(keep) <= 0,
                        "answers.conversation-ttl",
                        tooLong("conversation-ttl", conversationTtl, keep))
                .unless(
                        cacheTtl == null || cacheTtl.compareTo(keep) <= 0,
                        "answers.cache-ttl",
                        tooLong("cache-ttl", cacheTtl, keep))
                .refuse();
    }

    /** Whether any answer is kept. */
    public boolean kept() {
        return !keep.isZero();
    }

    /** How old a turn of a conversation may be. */
    public Duration historyAge() {
        return age(conversationTtl);
    }

    /** How old an answer may be that a similar question gets. */
    public Duration cacheAge() {
        return age(cacheTtl);
    }

    /** The collection's name, where documents are in a collection of this name. */
    public String collectionBeside(String documents) {
        return collection == null ? documents + "-answers" : collection;
    }

    private Duration age(@Nullable Duration configured) {
        if (configured != null) {
            return configured;
        }
        return keep.compareTo(DAY) < 0 ? keep : DAY;
    }

    private static String tooLong(String name, @Nullable Duration age, Duration keep) {
        return age == null
                ? ""
                : "answers.%s must be at most answers.keep (%s), since nothing older is there, got '%s'"
                        .formatted(name, DurationText.of(keep), DurationText.of(age));
    }
}
