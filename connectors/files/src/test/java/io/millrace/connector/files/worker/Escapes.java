package io.millrace.connector.files.worker;

import java.io.StringReader;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;

/** A main class that tries every way out of its JVM, and says of each whether it is open. */
final class Escapes {
    private interface Attempt {
        void run() throws Exception;
    }

    private Escapes() {}

    /** Arguments: the port of a web server on this machine; {@code confined} or {@code free}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments[1].equals("confined")) {
            Confinement.apply();
        }
        attempts(Integer.parseInt(arguments[0])).forEach((name, attempt) -> {
            try {
                attempt.run();
                System.out.println(name + " is open");
            } catch (Exception | Error e) {
                System.out.println(name + " is shut");
            }
        });
        System.exit(0);
    }

    private static Map<String, Attempt> attempts(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        Map<String, Attempt> attempts = new LinkedHashMap<>();
        attempts.put("socket", () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        attempts.put("server socket", () -> new ServerSocket(0).close());
        attempts.put("datagram socket", () -> new DatagramSocket().close());
        attempts.put("socket channel", () -> SocketChannel.open(address).close());
        attempts.put("server channel", () -> ServerSocketChannel.open().close());
        attempts.put("datagram channel", () -> DatagramChannel.open().close());
        attempts.put("asynchronous channel", () -> {
            try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
                channel.connect(address).get();
            }
        });
        attempts.put("url", () -> uri.toURL().openStream().close());
        attempts.put(
                "http client",
                () -> HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding()));
        attempts.put("name", Escapes::lookUp);
        attempts.put("document type", () -> parse("<!DOCTYPE r SYSTEM '" + uri + "'><r/>"));
        attempts.put("web entity", () -> parse("<!DOCTYPE r [<!ENTITY e SYSTEM '" + uri + "'>]><r>&e;</r>"));
        attempts.put("file entity", () -> parse("<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///dev/null'>]><r>&e;</r>"));
        attempts.put("process", () -> new ProcessBuilder("true").start().waitFor());
        attempts.put(
                "command",
                () -> Runtime.getRuntime().exec(new String[] {"true"}).waitFor());
        return attempts;
    }

    /** No name server knows the name; the way is open when one is asked. */
    private static void lookUp() throws UnknownHostException {
        try {
            InetAddress.getAllByName("name.invalid");
        } catch (UnknownHostException e) {
            if (String.valueOf(e.getMessage()).contains("/dev/null")) {
                throw e;
            }
        }
    }

    private static void parse(String xml) throws Exception {
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
