package io.millrace.answer;

import io.millrace.index.ChunkFields;
import io.millrace.retrieve.Filter;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may see what. What it adds to a search no request can take away: it is ANDed with whatever the request asks for.
 *
 * @param tenantRequired whether a request without a tenant is refused
 * @param groupsField the field of a document that names the groups that may see it, such as {@code metadata.groups}; null
 *     where groups don't matter. Documents without it are then seen by nobody
 */
public record AccessRules(boolean tenantRequired, @Nullable String groupsField) implements Serializable {
    /** Everybody sees everything, but for what a request's own tenant leaves out. */
    public static final AccessRules OPEN = new AccessRules(false, null);

    /** What the request may see, of what it asks for. */
    Filter filter(Request request, Filter asked) {
        List<Filter> all = new ArrayList<>();
        if (request.tenant() != null) {
            all.add(new Filter.Equal(ChunkFields.TENANT, new Filter.Scalar.Text(request.tenant())));
        } else if (tenantRequired) {
            // Such a request was refused before it came here. Should one come all the same, it sees nothing.
            all.add(new Filter.Or(List.of()));
        }
        if (groupsField != null) {
            all.add(
                    request.groups().isEmpty()
                            ? new Filter.Or(List.of())
                            : new Filter.AnyOf(
                                    groupsField,
                                    request.groups().stream()
                                            .<Filter.Scalar>map(Filter.Scalar.Text::new)
                                            .toList()));
        }
        if (all.isEmpty()) {
            return asked;
        }
        all.add(asked);
        return new Filter.And(all);
    }
}
