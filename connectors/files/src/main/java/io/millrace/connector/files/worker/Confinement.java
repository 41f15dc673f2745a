package io.millrace.connector.files.worker;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * Takes the network and the starting of processes from this JVM, for good. It holds for Java code: a parser that can be
 * made to run native code isn't held by it.
 */
final class Confinement {
    /** What must be said when the JVM starts. */
    static final List<String> OPTIONS = List.of(
            // Names are looked up in an empty file, never on the network.
            "-Djdk.net.hosts.file=/dev/null",
            "-Djava.nio.channels.spi.SelectorProvider=" + RefusingSelectorProvider.class.getName(),
            "-Djava.nio.channels.spi.AsynchronousChannelProvider=" + RefusingAsynchronousProvider.class.getName(),
            // Java has no such way to start a process, and so it refuses each.
            "-Djdk.lang.Process.launchMechanism=NONE",
            // XML may name nothing outside of itself, not by any protocol.
            "-Djavax.xml.accessExternalDTD=",
            "-Djavax.xml.accessExternalSchema=",
            "-Djavax.xml.accessExternalStylesheet=");

    private Confinement() {}

    /** Refuses every socket from now on. To be called once, before anything else. */
    @SuppressWarnings("deprecation") // Java has no other way to put something in its sockets' place.
    static void apply() throws IOException {
        Socket.setSocketImplFactory(() -> {
            throw refusal();
        });
        ServerSocket.setSocketFactory(() -> {
            throw refusal();
        });
        DatagramSocket.setDatagramSocketImplFactory(() -> {
            throw refusal();
        });
    }

    static SecurityException refusal() {
        return new SecurityException("a parser has no network");
    }
}
