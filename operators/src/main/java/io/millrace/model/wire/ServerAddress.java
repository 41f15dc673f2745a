package io.millrace.model.wire;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where the API is reached. */
public record ServerAddress(URI uri) {
    private static final URI EXAMPLE = URI.create("http://localhost:8080");

    /**
     * The configured address, or the provider's own.
     *
     * @param own the provider's own, or null when it has none
     * @throws FatalException when there is none, or it isn't one, naming the key
     */
    public static ServerAddress of(ModelSettings settings, @Nullable URI own) {
        URI uri = settings.baseUrl();
        if (uri == null && own != null) {
            return new ServerAddress(own);
        }
        if (uri == null) {
            throw new FatalException(
                    "base-url-missing",
                    "%s is missing: set it to where the server of provider '%s' is reached, such as %s"
                            .formatted(settings.key("base-url"), settings.provider(), EXAMPLE));
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new FatalException(
                    "base-url-invalid",
                    "%s must be an http or https address with a host and no user, such as %s, got '%s'"
                            .formatted(settings.key("base-url"), own == null ? EXAMPLE : own, withoutUser(uri)));
        }
        return new ServerAddress(uri);
    }

    /**
     * Whether the host is one of these, such as a vendor's own.
     *
     * @param hosts in lower case: each a name, or the end of one, from its dot on
     */
    public boolean isAmong(List<String> hosts) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(known -> known.startsWith(".") ? host.endsWith(known) : host.equals(known));
    }

    /**
     * A path under this address, whose query stays.
     *
     * @param path begins with a slash; may have a query of its own
     */
    public URI at(String path) {
        String query = uri.getRawQuery() == null ? "" : (path.contains("?") ? "&" : "?") + uri.getRawQuery();
        return URI.create(this.toString().replaceFirst("/+$", "") + path + query);
    }

    /** For messages: without a query, which might hold a key. */
    @Override
    public String toString() {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }

    private static String withoutUser(URI uri) {
        return uri.toString().replaceFirst("//[^/@]*@", "//***@").replaceFirst("\\?.*", "");
    }
}
