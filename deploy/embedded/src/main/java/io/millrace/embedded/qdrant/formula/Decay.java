package io.millrace.embedded.qdrant.formula;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.DecayParamsExpression;

/**
 * A function that is 1 at its target, the midpoint at the scale's distance from it, and less farther away. Qdrant's
 * formulas.
 *
 * @param rate what the midpoint and the scale make together
 */
record Decay(Shape shape, double rate) {

    private static final double DEFAULT_MIDPOINT = 0.5;

    /** How it falls. */
    enum Shape {
        LINEAR,
        EXPONENTIAL,
        GAUSSIAN
    }

    static Decay of(Shape shape, DecayParamsExpression parameters) {
        double midpoint = parameters.hasMidpoint() ? parameters.getMidpoint() : DEFAULT_MIDPOINT;
        double scale = parameters.hasScale() ? parameters.getScale() : 1;
        boolean linear = shape == Shape.LINEAR;
        if (linear ? !(midpoint >= 0 && midpoint <= 1) : !(midpoint > 0 && midpoint < 1)) {
            throw StoreException.wrongInput("Validation failed: "
                    + (linear
                                    ? "Linear decay midpoint should be in the range [0.0, 1.0], got %s."
                                    : "Decay midpoint should be in the range (0.0, 1.0), got %s.")
                            .formatted(midpoint));
        }
        if (!(scale > 0)) {
            throw StoreException.wrongInput(
                    "Validation failed: Decay scale should be non-zero positive, got %s.".formatted(scale));
        }
        return new Decay(
                shape,
                switch (shape) {
                    case LINEAR -> (1 - midpoint) / scale;
                    case EXPONENTIAL -> Math.log(midpoint) / scale;
                    case GAUSSIAN -> Math.log(midpoint) / (scale * scale);
                });
    }

    /** Its value at a distance from the target. */
    double at(double distance) {
        return switch (shape) {
            case LINEAR -> Math.max(0, 1 - rate * Math.abs(distance));
            case EXPONENTIAL -> Math.exp(rate * Math.abs(distance));
            case GAUSSIAN -> Math.exp(rate * distance * distance);
        };
    }
}
