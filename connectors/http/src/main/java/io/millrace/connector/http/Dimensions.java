package io.millrace.connector.http;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How many numbers a model's vectors have.
 *
 * @param own what comes back unless less is asked for
 * @param shorter what may be asked for beside; empty for a range or for nothing
 * @param least where a range of them starts that goes up to the model's own; its own, where there is none
 */
record Dimensions(int own, List<Integer> shorter, int least) {
    Dimensions {
        shorter = List.copyOf(shorter);
    }

    /** Of a model that can't be shortened. */
    static Dimensions only(int own) {
        return new Dimensions(own, List.of(), own);
    }

    /** Of a model that can be shortened to some. */
    static Dimensions of(int own, Integer... shorter) {
        return new Dimensions(own, List.of(shorter), own);
    }

    /** Of a model that can be shortened to any. */
    static Dimensions between(int least, int own) {
        return new Dimensions(own, List.of(), least);
    }

    boolean allow(int dimension) {
        return (dimension >= least && dimension <= own) || shorter.contains(dimension);
    }

    /** As in "must be": {@code 1024}, {@code 1024, 512 or 256}, {@code from 1 to 768}. */
    String rule() {
        if (least < own) {
            return "from " + least + " to " + own;
        }
        if (shorter.isEmpty()) {
            return String.valueOf(own);
        }
        int last = shorter.size() - 1;
        String before = shorter.subList(0, last).stream().map(String::valueOf).collect(Collectors.joining(", "));
        return own + (before.isEmpty() ? "" : ", " + before) + " or " + shorter.get(last);
    }
}
