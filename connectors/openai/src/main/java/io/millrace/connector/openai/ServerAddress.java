package io.millrace.connector.openai;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/** Where the API is reached. */
record ServerAddress(URI uri) {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final List<String> VENDOR_HOSTS = List.of("api.openai.com", ".api.openai.com", ".openai.azure.com");

    /** The configured address, or OpenAI's own. */
    static ServerAddress of(ModelSettings settings) {
        URI uri = settings.baseUrl();
        if (uri == null) {
            return new ServerAddress(OPENAI);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new FatalException(
                    "base-url-invalid",
                    "%s must be an http or https address with a host and no user, such as %s, got '%s'"
                            .formatted(settings.key("base-url"), OPENAI, withoutUser(uri)));
        }
        return new ServerAddress(uri);
    }

    /** Whether OpenAI itself answers here, directly or on Azure: a key is needed, and its newest fields are known. */
    boolean vendor() {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return VENDOR_HOSTS.stream()
                .anyMatch(known -> known.startsWith(".") ? host.endsWith(known) : host.equals(known));
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
