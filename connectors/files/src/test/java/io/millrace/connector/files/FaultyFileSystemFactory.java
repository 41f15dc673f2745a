package io.millrace.connector.files;

import java.net.URI;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystemFactory;

/** Registers {@link FaultyFileSystem} with Flink. */
public final class FaultyFileSystemFactory implements FileSystemFactory {
    @Override
    public String getScheme() {
        return FaultyFileSystem.SCHEME;
    }

    @Override
    public FileSystem create(URI uri) {
        return new FaultyFileSystem();
    }
}
