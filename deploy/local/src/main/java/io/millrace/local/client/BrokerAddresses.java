package io.millrace.local.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The addresses of a {@code bootstrap.servers}: {@code host:port,host:port}. */
final class BrokerAddresses {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private BrokerAddresses() {}

    /** Whether anybody listens at any of them. Kafka's own client would try for minutes before it says no. */
    static boolean answer(String bootstrapServers) {
        for (String address : bootstrapServers.split(",", -1)) {
            if (connects(address.strip())) {
                return true;
            }
        }
        return false;
    }

    private static boolean connects(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0 || !address.substring(colon + 1).matches("\\d{1,5}")) {
            return false;
        }
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        int port = Integer.parseInt(address.substring(colon + 1));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(PATIENCE.toMillis()));
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }
}
