package io.millrace.local.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks for a port. */
final class FreePort {
    private FreePort() {}

    /** The port if nobody listens on it, else 0: any that is free. */
    static int preferring(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }
}
