package io.millrace.answer;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which subtask answers a request: that of its conversation, whose requests are taken up one after another; that of its
 * tenant, where something is counted of all the tenant's requests; else any, by its id.
 *
 * @param byTenant whether all requests of a tenant, and all without one, come to one subtask
 */
public record RequestRoute(boolean byTenant) implements Serializable {
    /** From 0 until the number of subtasks. */
    public int subtask(Request request, int subtasks) {
        return Math.floorMod(key(request).hashCode(), subtasks);
    }

    private String key(Request request) {
        String tenant = request.tenant();
        if (byTenant) {
            return named(tenant);
        }
        return request.conversation() == null ? request.id() : named(tenant) + "\n" + request.conversation();
    }

    private static String named(@Nullable String tenant) {
        return tenant == null ? "" : tenant;
    }
}
