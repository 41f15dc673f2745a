package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.Payloads.place;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.scores;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ExpressionFactory.abs;
import static io.qdrant.client.ExpressionFactory.condition;
import static io.qdrant.client.ExpressionFactory.constant;
import static io.qdrant.client.ExpressionFactory.datetime;
import static io.qdrant.client.ExpressionFactory.datetimeKey;
import static io.qdrant.client.ExpressionFactory.exp;
import static io.qdrant.client.ExpressionFactory.expDecay;
import static io.qdrant.client.ExpressionFactory.gaussDecay;
import static io.qdrant.client.ExpressionFactory.geoDistance;
import static io.qdrant.client.ExpressionFactory.linDecay;
import static io.qdrant.client.ExpressionFactory.ln;
import static io.qdrant.client.ExpressionFactory.log10;
import static io.qdrant.client.ExpressionFactory.negate;
import static io.qdrant.client.ExpressionFactory.sqrt;
import static io.qdrant.client.ExpressionFactory.variable;
import static io.qdrant.client.QueryFactory.formula;
import static io.qdrant.client.QueryFactory.nearest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.ExpressionFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.Points.DecayParamsExpression;
import io.qdrant.client.grpc.Points.DivExpression;
import io.qdrant.client.grpc.Points.Expression;
import io.qdrant.client.grpc.Points.Formula;
import io.qdrant.client.grpc.Points.GeoDistance;
import io.qdrant.client.grpc.Points.MultExpression;
import io.qdrant.client.grpc.Points.PowExpression;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.SumExpression;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three points with scores 3, 2 and 1, and a second prefetch that finds only 3, with score 5. */
class FormulaITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload("n", 4, "kind", "a", "at", "2026-01-01T00:00:00Z", "where", place(0, 0)), 3, 0),
                point(2, payload("n", 9, "kind", "b", "at", "2026-01-01T00:01:00Z", "where", place(1, 0)), 2, 0),
                point(3, payload("n", 16, "kind", "a", "at", "2026-01-02T00:00:00Z", "where", place(0, 1)), 1, 5));
    }

    @Test
    void addsAndMultipliesScoresAndFields() {
        // score + 2 n.
        var request = request(sum(variable("$score"), product(constant(2), variable("n"))));

        assertThat(hits(collection.query(request))).containsExactly(3L, 2L, 1L);
        assertThat(scores(collection.query(request))).containsExactly(33f, 20f, 11f);
    }

    @Test
    void knowsTheScoresOfEachPrefetchAndTheirDefaults() {
        assertThat(scoresById(variable("$score[1]"))).containsExactly(0f, 0f, 5f);
        assertThat(scoresById(Formula.newBuilder()
                        .setExpression(variable("$score[1]"))
                        .putDefaults("$score[1]", Payloads.json(2.5))))
                .containsExactly(2.5f, 2.5f, 5f);
    }

    @Test
    void countsConditionsAsOneOrNothing() {
        assertThat(scoresById(sum(variable("$score"), condition(matchKeyword("kind", "a")))))
                .containsExactly(4f, 2f, 2f);
    }

    @Test
    void computesRootsPowersLogarithmsAndMore() {
        assertThat(scoresById(sqrt(variable("n")))).containsExactly(2f, 3f, 4f);
        assertThat(scoresById(power(variable("n"), constant(1.5f)))).containsExactly(8f, 27f, 64f);
        assertThat(scoresById(abs(negate(variable("n"))))).containsExactly(4f, 9f, 16f);
        assertThat(scoresById(ln(exp(variable("$score"))))).containsExactly(3f, 2f, 1f);
        assertThat(scoresById(log10(power(constant(10), variable("n"))))).containsExactly(4f, 9f, 16f);
    }

    @Test
    void dividesWithADefaultForNothing() {
        // 6 / (score - 1).
        Expression divisor = sum(variable("$score"), constant(-1));
        DivExpression.Builder division =
                DivExpression.newBuilder().setLeft(constant(6)).setRight(divisor);

        assertThat(scoresById(ExpressionFactory.div(division.setByZeroDefault(7).build())))
                .containsExactly(3f, 6f, 7f);
        assertThat(refused(request(ExpressionFactory.div(
                                division.clearByZeroDefault().build())))
                        .message())
                .contains("produced a non-finite number");
    }

    @Test
    void takesDefaultsOfFields() {
        assertThat(scoresById(Formula.newBuilder()
                        .setExpression(variable("missing"))
                        .putDefaults("missing", Payloads.json(8))))
                .containsExactly(8f, 8f, 8f);
    }

    @Test
    void measuresDistancesOnEarth() {
        Expression distance = geoDistance(GeoDistance.newBuilder()
                .setOrigin(GeoPoint.newBuilder().setLon(0).setLat(0))
                .setTo("where")
                .build());

        List<Float> metres = scoresById(distance);

        assertThat(metres.get(0)).isZero();
        assertThat(metres.get(1)).isCloseTo(111_195f, within(10f));
        assertThat(metres.get(2)).isCloseTo(111_195f, within(10f));
    }

    @Test
    void countsMomentsInSeconds() {
        assertThat(scoresById(sum(datetimeKey("at"), negate(datetime("2026-01-01T00:00:00Z")))))
                .containsExactly(0f, 60f, 86_400f);
    }

    @Test
    void decaysAroundATarget() {
        // The distances of n from 4 are 0, 5 and 12.
        DecayParamsExpression decay = DecayParamsExpression.newBuilder()
                .setX(variable("n"))
                .setTarget(constant(4))
                .setScale(10)
                .setMidpoint(0.5f)
                .build();

        assertThat(scoresById(linDecay(decay))).containsExactly(1f, 0.75f, 0.4f);
        assertCloseTo(scoresById(expDecay(decay)), 1f, 0.707107f, 0.435275f);
        assertCloseTo(scoresById(gaussDecay(decay)), 1f, 0.840896f, 0.368567f);
    }

    @Test
    void keepsScoresThatReachTheThreshold() {
        assertThat(hits(collection.query(request(variable("n")).setScoreThreshold(9))))
                .containsExactly(3L, 2L);
    }

    @Test
    void refusesFieldsThatAreMissingOrNotNumbers() {
        assertThat(refused(request(variable("missing"))))
                .isEqualTo(Refusal.invalid("Wrong input: Expected number value for missing in the payload and/or in the"
                        + " formula defaults. Error: No value found in a payload nor defaults"));
        assertThat(refused(request(variable("kind"))).message()).contains("Error: Value is not a number");
        assertThat(refused(request(variable("$rank"))).message()).contains("$rank");
    }

    @Test
    void refusesDecaysThatDoNotFall() {
        DecayParamsExpression.Builder decay = DecayParamsExpression.newBuilder().setX(variable("n"));

        assertThat(refused(request(expDecay(decay.setMidpoint(1).build()))).message())
                .contains("Decay midpoint should be in the range (0.0, 1.0)");
        assertThat(refused(request(linDecay(decay.setMidpoint(0.5f).setScale(0).build())))
                        .message())
                .contains("Decay scale should be non-zero positive");
    }

    @Test
    void needsPrefetches() {
        assertThat(refused(QueryPoints.newBuilder()
                        .setCollectionName(collection.name())
                        .setQuery(formula(
                                Formula.newBuilder().setExpression(constant(1)).build()))))
                .isEqualTo(Refusal.invalid("Wrong input: Validation failed: cannot apply Formula without prefetches"));
    }

    private static Expression sum(Expression... summands) {
        return ExpressionFactory.sum(
                SumExpression.newBuilder().addAllSum(List.of(summands)).build());
    }

    private static Expression product(Expression... factors) {
        return ExpressionFactory.mult(
                MultExpression.newBuilder().addAllMult(List.of(factors)).build());
    }

    private static Expression power(Expression base, Expression exponent) {
        return ExpressionFactory.pow(
                PowExpression.newBuilder().setBase(base).setExponent(exponent).build());
    }

    private static QueryPoints.Builder request(Expression expression) {
        return request(Formula.newBuilder().setExpression(expression));
    }

    private static QueryPoints.Builder request(Formula.Builder formula) {
        return QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(1, 0)))
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(0, 1)).setScoreThreshold(1))
                .setQuery(formula(formula.build()));
    }

    private static List<Float> scoresById(Expression expression) {
        return scoresById(Formula.newBuilder().setExpression(expression));
    }

    private static List<Float> scoresById(Formula.Builder formula) {
        return collection.query(request(formula)).stream()
                .sorted((one, other) ->
                        Long.compare(one.getId().getNum(), other.getId().getNum()))
                .map(point -> point.getScore())
                .toList();
    }

    private static void assertCloseTo(List<Float> scores, float... expected) {
        assertThat(scores).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(scores.get(i)).isCloseTo(expected[i], within(1e-5f));
        }
    }

    private static Refusal refused(QueryPoints.Builder request) {
        return refusal(qdrant.client().queryAsync(request.build()));
    }
}
