package io.millrace.embedded.kafka;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The two ports of a node, on 127.0.0.1.
 *
 * @param clients where producers and consumers connect
 * @param controller where the broker finds its own controller
 */
record Ports(int clients, int controller) {
    static final String HOST = "127.0.0.1";
    private static final byte[] ADDRESS = {127, 0, 0, 1};

    /**
     * Ports that are free now. Kafka has to be told its controller's port before it binds it, so another process may
     * still be faster: the caller tries again.
     *
     * @param clients 0 for any free port
     */
    static Ports free(int clients) {
        if (clients < 0 || clients > 65535) {
            throw new EmbeddedKafkaException(
                    "Kafka's port must be 0 (any free one) to 65535, got %d".formatted(clients));
        }
        try (ServerSocket first = bind(clients);
                ServerSocket second = bind(0)) {
            return new Ports(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new EmbeddedKafkaException("Kafka found no free port on %s (%s)".formatted(HOST, e), e);
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            // As Kafka's own socket: the connections of a broker just stopped don't hold its port.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(ADDRESS), port));
            return socket;
        } catch (BindException e) {
            socket.close();
            throw new EmbeddedKafkaException(
                    "Port %d of %s can't be taken for Kafka (%s). Stop what listens there, or give another port; 0 takes a free one."
                            .formatted(port, HOST, e.getMessage()),
                    e);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
