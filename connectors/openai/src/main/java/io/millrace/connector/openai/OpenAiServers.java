package io.millrace.connector.openai;

import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;

/** Where OpenAI's API is spoken. */
final class OpenAiServers {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");
    private static final List<String> VENDOR_HOSTS = List.of("api.openai.com", ".api.openai.com", ".openai.azure.com");

    private OpenAiServers() {}

    /** The configured address, or OpenAI's own. */
    static ServerAddress address(ModelSettings settings) {
        return ServerAddress.of(settings, OPENAI);
    }

    /** Whether OpenAI itself answers here, directly or on Azure: a key is needed, and its newest fields are known. */
    static boolean isVendor(ServerAddress address) {
        return address.isAmong(VENDOR_HOSTS);
    }
}
