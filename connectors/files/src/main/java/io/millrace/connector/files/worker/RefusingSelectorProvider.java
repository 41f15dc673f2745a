package io.millrace.connector.files.worker;

import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/** Opens no channel of any kind. Java makes one by its name. */
public final class RefusingSelectorProvider extends SelectorProvider {
    @Override
    public DatagramChannel openDatagramChannel() {
        throw Confinement.refusal();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        throw Confinement.refusal();
    }

    @Override
    public Pipe openPipe() {
        throw Confinement.refusal();
    }

    @Override
    public AbstractSelector openSelector() {
        throw Confinement.refusal();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        throw Confinement.refusal();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        throw Confinement.refusal();
    }

    @Override
    public SocketChannel openSocketChannel() {
        throw Confinement.refusal();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        throw Confinement.refusal();
    }
}
