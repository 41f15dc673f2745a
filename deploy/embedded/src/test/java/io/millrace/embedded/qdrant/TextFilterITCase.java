package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.qdrant.client.ConditionFactory.matchPhrase;
import static io.qdrant.client.ConditionFactory.matchText;
import static io.qdrant.client.ConditionFactory.matchTextAny;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.PayloadIndexParams;
import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Collections.TokenizerType;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A text index changes what a text condition means: without one it is a substring, with one it is words. */
class TextFilterITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection plain;
    private static TestCollection indexed;

    @BeforeAll
    static void fill() {
        plain = qdrant.collection(2, Distance.Dot);
        indexed = qdrant.collection(2, Distance.Dot);
        indexed.index(CreateFieldIndexCollection.newBuilder()
                .setFieldName("body")
                .setFieldType(FieldType.FieldTypeText)
                .setFieldIndexParams(PayloadIndexParams.newBuilder()
                        .setTextIndexParams(TextIndexParams.newBuilder()
                                .setTokenizer(TokenizerType.Word)
                                .setLowercase(true)
                                .setPhraseMatching(true))));
        for (TestCollection collection : List.of(plain, indexed)) {
            collection.upsert(
                    TestPoints.point(1, payload("body", "The quick brown fox"), 1, 1),
                    TestPoints.point(2, payload("body", "a brown, quick dog"), 1, 2),
                    TestPoints.point(3, payload("body", array("slow snail", "brown bear")), 1, 3),
                    TestPoints.point(4, payload("body", 42), 1, 4),
                    TestPoints.point(5, payload(), 1, 5));
        }
    }

    @Test
    void textWithoutAnIndexIsASubstring() {
        assertThat(without(matchText("body", "quick brown"))).containsExactly(1L);
        assertThat(without(matchText("body", "row"))).containsExactly(1L, 2L, 3L);
        assertThat(without(matchText("body", "Quick"))).isEmpty();
        assertThat(without(matchText("body", "quick dog"))).containsExactly(2L);
        assertThat(without(matchText("body", "42"))).isEmpty();
    }

    @Test
    void textWithAnIndexIsAllTheWords() {
        assertThat(with(matchText("body", "quick brown"))).containsExactly(1L, 2L);
        assertThat(with(matchText("body", "BROWN"))).containsExactly(1L, 2L, 3L);
        assertThat(with(matchText("body", "row"))).isEmpty();
        assertThat(with(matchText("body", "quick snail"))).isEmpty();
        assertThat(with(matchText("body", "brown unheard-of"))).isEmpty();
    }

    @Test
    void textWithAnIndexIsOfAllTheTextsOfAList() {
        assertThat(with(matchText("body", "snail bear"))).containsExactly(3L);
        assertThat(with(matchPhrase("body", "snail brown"))).containsExactly(3L);
        assertThat(without(matchText("body", "snail brown"))).isEmpty();
    }

    @Test
    void textAnyWithoutAnIndexIsASubstringOfAnyOfTheWords() {
        assertThat(without(matchTextAny("body", "snail dog"))).containsExactly(2L, 3L);
        assertThat(without(matchTextAny("body", "Fox The"))).containsExactly(1L);
        assertThat(without(matchTextAny("body", "none whatever"))).isEmpty();
    }

    @Test
    void textAnyWithAnIndexIsAnyOfTheWords() {
        assertThat(with(matchTextAny("body", "snail DOG"))).containsExactly(2L, 3L);
        assertThat(with(matchTextAny("body", "fox unheard-of"))).containsExactly(1L);
        assertThat(with(matchTextAny("body", "fo sna"))).isEmpty();
    }

    @Test
    void phraseWithoutAnIndexIsASubstring() {
        assertThat(without(matchPhrase("body", "quick brown"))).containsExactly(1L);
        assertThat(without(matchPhrase("body", "brown quick"))).isEmpty();
    }

    @Test
    void phraseWithAnIndexIsTheWordsInTheirOrder() {
        assertThat(with(matchPhrase("body", "Quick Brown"))).containsExactly(1L);
        assertThat(with(matchPhrase("body", "brown quick"))).containsExactly(2L);
        assertThat(with(matchPhrase("body", "brown bear"))).containsExactly(3L);
        assertThat(with(matchPhrase("body", "quick fox"))).isEmpty();
    }

    private static List<Long> without(Condition condition) {
        return plain.ids(must(condition));
    }

    private static List<Long> with(Condition condition) {
        return indexed.ids(must(condition));
    }
}
