package io.millrace.embedded.qdrant.formula;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.filter.Geometry;
import io.millrace.embedded.qdrant.payload.Datetimes;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.Points.DecayParamsExpression;
import io.qdrant.client.grpc.Points.DivExpression;
import io.qdrant.client.grpc.Points.Expression;
import io.qdrant.client.grpc.Points.GeoDistance;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Reads the expressions of a formula into functions of a candidate. */
final class Expressions {

    /** Qdrant counts moments in seconds here. */
    static final double MICROS_PER_SECOND = 1e6;

    private final Variables variables;
    private final List<Condition> conditions;

    /** An expression that was read. */
    interface Value {
        double of(Candidate candidate);
    }

    /** @param conditions takes the conditions that are met, each of which is known by its place */
    Expressions(Variables variables, List<Condition> conditions) {
        this.variables = variables;
        this.conditions = conditions;
    }

    Value read(Expression expression) {
        return switch (expression.getVariantCase()) {
            case CONSTANT -> {
                double constant = expression.getConstant();
                yield candidate -> constant;
            }
            case VARIABLE -> variables.number(expression.getVariable());
            case CONDITION -> condition(expression.getCondition());
            case GEO_DISTANCE -> distance(expression.getGeoDistance());
            case DATETIME -> {
                double seconds = seconds(expression.getDatetime());
                yield candidate -> seconds;
            }
            case DATETIME_KEY -> variables.seconds(expression.getDatetimeKey());
            case MULT -> product(all(expression.getMult().getMultList()));
            case SUM -> sum(all(expression.getSum().getSumList()));
            case DIV -> quotient(expression.getDiv());
            case NEG -> applied(expression.getNeg(), number -> -number);
            case ABS -> applied(expression.getAbs(), Math::abs);
            case SQRT -> finite("√%s = %s", expression.getSqrt(), Math::sqrt);
            case EXP -> finite("exp(%s) = %s", expression.getExp(), Math::exp);
            case LOG10 -> finite("log10(%s) = %s", expression.getLog10(), Math::log10);
            case LN -> finite("ln(%s) = %s", expression.getLn(), Math::log);
            case POW ->
                power(
                        read(expression.getPow().getBase()),
                        read(expression.getPow().getExponent()));
            case EXP_DECAY -> decay(Decay.Shape.EXPONENTIAL, expression.getExpDecay());
            case GAUSS_DECAY -> decay(Decay.Shape.GAUSSIAN, expression.getGaussDecay());
            case LIN_DECAY -> decay(Decay.Shape.LINEAR, expression.getLinDecay());
            case VARIANT_NOT_SET -> throw StoreException.invalid("Expression variant is missing");
        };
    }

    private List<Value> all(List<Expression> expressions) {
        return expressions.stream().map(this::read).toList();
    }

    private Value condition(Condition condition) {
        int place = conditions.size();
        conditions.add(condition);
        return candidate -> candidate.satisfies(place) ? 1 : 0;
    }

    private Value distance(GeoDistance distance) {
        GeoPoint origin = distance.getOrigin();
        Variables.Place place = variables.place(distance.getTo());
        return candidate -> Geometry.metres(origin, place.of(candidate));
    }

    /** A moment in seconds since 1970. */
    static double seconds(String text) {
        Long micros = Datetimes.micros(text);
        if (micros == null) {
            throw StoreException.invalid("Unable to parse datetime: " + text);
        }
        return micros / MICROS_PER_SECOND;
    }

    /** A zero ends it, so that what comes after need not have a value. */
    private static Value product(List<Value> factors) {
        return candidate -> {
            double product = 1;
            for (Value factor : factors) {
                double value = factor.of(candidate);
                if (value == 0) {
                    return 0;
                }
                product *= value;
            }
            return product;
        };
    }

    private static Value sum(List<Value> summands) {
        return candidate -> {
            double sum = 0;
            for (Value summand : summands) {
                sum += summand.of(candidate);
            }
            return sum;
        };
    }

    private Value quotient(DivExpression division) {
        Value left = read(division.getLeft());
        Value right = read(division.getRight());
        return candidate -> {
            double dividend = left.of(candidate);
            if (dividend == 0) {
                return 0;
            }
            double divisor = right.of(candidate);
            if (divisor == 0 && division.hasByZeroDefault()) {
                return division.getByZeroDefault();
            }
            return finite("%s/%s = %s", dividend / divisor, dividend, divisor);
        };
    }

    private static Value power(Value base, Value exponent) {
        return candidate -> {
            double number = base.of(candidate);
            double power = exponent.of(candidate);
            return finite("%s^%s = %s", Math.pow(number, power), number, power);
        };
    }

    private Value decay(Decay.Shape shape, DecayParamsExpression parameters) {
        if (!parameters.hasX()) {
            throw StoreException.invalid("Decay expression is expected to have x");
        }
        Decay decay = Decay.of(shape, parameters);
        Value x = read(parameters.getX());
        Value target = parameters.hasTarget() ? read(parameters.getTarget()) : candidate -> 0;
        return candidate -> decay.at(x.of(candidate) - target.of(candidate));
    }

    private Value applied(Expression inner, DoubleUnaryOperator operation) {
        Value value = read(inner);
        return candidate -> operation.applyAsDouble(value.of(candidate));
    }

    private Value finite(String form, Expression inner, DoubleUnaryOperator operation) {
        Value value = read(inner);
        return candidate -> {
            double number = value.of(candidate);
            return finite(form, operation.applyAsDouble(number), number);
        };
    }

    private static double finite(String form, double result, Object... operands) {
        if (!Double.isFinite(result)) {
            Object[] all = Arrays.copyOf(operands, operands.length + 1);
            all[operands.length] = result;
            throw StoreException.wrongInput(
                    "The expression %s produced a non-finite number".formatted(form.formatted(all)));
        }
        return result;
    }
}
