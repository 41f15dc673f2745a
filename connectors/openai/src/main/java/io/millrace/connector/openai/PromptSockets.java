package io.millrace.connector.openai;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Sockets that send what they are given at once. The system's own would keep the end of a request back until the server
 * has acknowledged its beginning (RFC 896), which a server may put off for 40 ms.
 */
final class PromptSockets extends SocketFactory {
    private final SocketFactory system = SocketFactory.getDefault();

    @Override
    public Socket createSocket() throws IOException {
        return prompt(system.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return prompt(system.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return prompt(system.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return prompt(system.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return prompt(system.createSocket(host, port, localHost, localPort));
    }

    private static Socket prompt(Socket socket) throws SocketException {
        socket.setTcpNoDelay(true);
        return socket;
    }
}
