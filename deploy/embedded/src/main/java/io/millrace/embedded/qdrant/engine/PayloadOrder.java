package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.Datetimes;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Collections.PayloadSchemaInfo;
import io.qdrant.client.grpc.Collections.PayloadSchemaType;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.Direction;
import io.qdrant.client.grpc.Points.OrderBy;
import io.qdrant.client.grpc.Points.OrderValue;
import io.qdrant.client.grpc.Points.StartFrom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * Points in the order of a payload field that has an index of integers, numbers or moments. A point comes once for each
 * of its values, and not at all without one; equal values are in the order of ids. Values are read from the payloads.
 */
public final class PayloadOrder {

    private final View view;
    private final OrderBy order;
    private final PayloadPath path;
    private final PayloadSchemaType type;

    /** Refuses a field without such an index, with Qdrant's message. */
    public PayloadOrder(View view, OrderBy order) {
        this.view = view;
        this.order = order;
        this.path = PayloadPath.parse(order.getKey());
        PayloadSchemaInfo schema = view.state().payloadIndex(path);
        this.type = schema == null ? PayloadSchemaType.UnknownType : schema.getDataType();
        boolean ranged = type == PayloadSchemaType.Float || type == PayloadSchemaType.Datetime;
        boolean integers = type == PayloadSchemaType.Integer
                && schema != null
                && !(schema.getParams().getIntegerIndexParams().hasRange()
                        && !schema.getParams().getIntegerIndexParams().getRange());
        if (!ranged && !integers) {
            throw StoreException.wrongInput(
                    "No range index for `order_by` key: `%s`. Please create one to use `order_by`. Check %s to see which payload schemas support Range conditions"
                            .formatted(order.getKey(), StoreException.INDEXING_GUIDE));
        }
    }

    /** The first points that match, with the values that they are ordered by. */
    public List<Hit> first(Query filter, int count) throws IOException {
        List<Hit> hits = new ArrayList<>();
        for (Location location : view.matching(filter)) {
            for (Value value : path.valuesIn(view.payload(location))) {
                for (Value element : Values.elements(value)) {
                    OrderValue place = place(element);
                    if (place != null && !isBeforeStart(number(place))) {
                        hits.add(new Hit(location, view.key(location), 1, place));
                    }
                }
            }
        }
        Comparator<Hit> byValue = Comparator.comparingDouble(PayloadOrder::number);
        hits.sort((descends() ? byValue.reversed() : byValue).thenComparing(Hit::key));
        return hits.size() > count ? new ArrayList<>(hits.subList(0, count)) : hits;
    }

    private boolean descends() {
        return order.getDirection() == Direction.Desc;
    }

    private @Nullable OrderValue place(Value value) {
        return switch (type) {
            case Integer ->
                value.hasIntegerValue()
                        ? OrderValue.newBuilder()
                                .setInt(value.getIntegerValue())
                                .build()
                        : null;
            case Float -> {
                Double number = Values.number(value);
                yield number == null
                        ? null
                        : OrderValue.newBuilder().setFloat(number).build();
            }
            default -> {
                Long micros = value.hasStringValue() ? Datetimes.micros(value.getStringValue()) : null;
                yield micros == null
                        ? null
                        : OrderValue.newBuilder().setInt(micros).build();
            }
        };
    }

    private static double number(Hit hit) {
        OrderValue value = hit.order();
        return value == null ? 0 : number(value);
    }

    private static double number(OrderValue value) {
        return value.hasInt() ? (double) value.getInt() : value.getFloat();
    }

    private boolean isBeforeStart(double value) {
        if (!order.hasStartFrom()) {
            return false;
        }
        double start = start(order.getStartFrom());
        return descends() ? value > start : value < start;
    }

    private static double start(StartFrom from) {
        return switch (from.getValueCase()) {
            case FLOAT -> from.getFloat();
            case INTEGER -> (double) from.getInteger();
            case TIMESTAMP -> (double) Datetimes.micros(from.getTimestamp());
            case DATETIME -> {
                Long micros = Datetimes.micros(from.getDatetime());
                if (micros == null) {
                    throw StoreException.invalid("Malformed datetime: " + from.getDatetime());
                }
                yield (double) micros;
            }
            case VALUE_NOT_SET -> throw StoreException.invalid("start_from is expected to have a value");
        };
    }
}
