package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Collections.AliasDescription;
import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.ListAliasesResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All collections of a data directory, and the aliases that point to them. Safe for use by many threads: readers see
 * the names as they were before or after a change, never in between.
 */
public final class Store implements AutoCloseable {

    private static final String ALIASES = "aliases.pb";
    private static final String COLLECTIONS = "collections";
    private static final String DELETED = "deleted-";

    private final Path data;
    private final DirectoryLock lock;
    private volatile Names names;

    private record Names(Map<String, Collection> collections, Map<String, String> aliases) {
        Names {
            collections = Map.copyOf(collections);
            aliases = Map.copyOf(aliases);
        }
    }

    private Store(Path data, DirectoryLock lock, Names names) {
        this.data = data;
        this.lock = lock;
        this.names = names;
    }

    /** Opens a data directory, which is made if it is not there, and replays what a crash left in the logs. */
    public static Store open(Path data) throws IOException {
        DirectoryLock lock = DirectoryLock.take(data);
        try {
            Path parent = Files.createDirectories(data.resolve(COLLECTIONS));
            Map<String, Collection> collections = new TreeMap<>();
            for (Path directory : subdirectories(parent)) {
                if (CollectionState.isIn(directory)
                        && !directory.getFileName().toString().startsWith(DELETED)) {
                    Collection collection = Collection.open(directory);
                    collections.put(collection.state().name(), collection);
                } else {
                    // A crash came between the first and the last step of making or deleting it.
                    AtomicFile.deleteTree(directory);
                }
            }
            return new Store(data, lock, new Names(collections, readAliases(data)));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static List<Path> subdirectories(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static Map<String, String> readAliases(Path data) throws IOException {
        Map<String, String> aliases = new TreeMap<>();
        Path file = data.resolve(ALIASES);
        if (Files.exists(file)) {
            try (InputStream bytes = Files.newInputStream(file)) {
                for (AliasDescription alias :
                        ListAliasesResponse.parseFrom(bytes).getAliasesList()) {
                    aliases.put(alias.getAliasName(), alias.getCollectionName());
                }
            }
        }
        return aliases;
    }

    /** The collection of a name or an alias. */
    public Collection collection(String name) {
        Names current = names;
        Collection collection = find(current, name);
        if (collection == null) {
            throw missing(name);
        }
        return collection;
    }

    private static @Nullable Collection find(Names names, String name) {
        return names.collections().get(names.aliases().getOrDefault(name, name));
    }

    private static StoreException missing(String name) {
        return StoreException.notFound("Collection `%s` doesn't exist!".formatted(name));
    }

    /** Whether a name or an alias leads to a collection. */
    public boolean exists(String name) {
        return find(names, name) != null;
    }

    /** The names of all collections, sorted; aliases are not among them. */
    public List<String> collectionNames() {
        return names.collections().keySet().stream().sorted().toList();
    }

    /** The open collections. */
    java.util.Collection<Collection> collections() {
        return names.collections().values();
    }

    /** All aliases, by name, each with its collection's name. */
    public Map<String, String> aliases() {
        return new TreeMap<>(names.aliases());
    }

    /** Makes a collection. */
    public synchronized void create(CollectionState state) throws IOException {
        String name = state.name();
        if (names.collections().containsKey(name)) {
            throw StoreException.alreadyExists("Collection `%s` already exists!".formatted(name));
        }
        if (names.aliases().containsKey(name)) {
            throw StoreException.wrongInput(
                    "Can't create collection with name %s. Alias with the same name already exists".formatted(name));
        }
        Path directory = data.resolve(COLLECTIONS).resolve(UUID.randomUUID().toString());
        Collection collection = Collection.create(directory, state);
        AtomicFile.syncDirectory(data.resolve(COLLECTIONS));
        Map<String, Collection> collections = new TreeMap<>(names.collections());
        collections.put(name, collection);
        names = new Names(collections, names.aliases());
    }

    /** Deletes a collection and the aliases to it; false when no collection has this very name. */
    public synchronized boolean delete(String name) throws IOException {
        Collection collection = names.collections().get(name);
        if (collection == null) {
            return false;
        }
        Map<String, String> aliases = new TreeMap<>(names.aliases());
        aliases.values().removeIf(name::equals);
        writeAliases(aliases);
        Map<String, Collection> collections = new TreeMap<>(names.collections());
        collections.remove(name);
        names = new Names(collections, aliases);
        collection.abandon();
        Path directory = collection.directory();
        Path doomed = directory.resolveSibling(DELETED + directory.getFileName());
        Files.move(directory, doomed);
        AtomicFile.syncDirectory(data.resolve(COLLECTIONS));
        AtomicFile.deleteTree(doomed);
        return true;
    }

    /**
     * Carries out alias actions one after another; readers see all of them at once. Those before one that fails stay.
     */
    public synchronized void changeAliases(List<AliasOperations> actions) throws IOException {
        Map<String, String> aliases = new TreeMap<>(names.aliases());
        try {
            actions.forEach(action -> change(action, aliases));
        } finally {
            writeAliases(aliases);
            names = new Names(names.collections(), aliases);
        }
    }

    private void change(AliasOperations action, Map<String, String> aliases) {
        switch (action.getActionCase()) {
            case CREATE_ALIAS -> {
                String collection = action.getCreateAlias().getCollectionName();
                String alias = action.getCreateAlias().getAliasName();
                if (!names.collections().containsKey(collection)) {
                    throw missing(collection);
                }
                if (names.collections().containsKey(alias)) {
                    throw StoreException.alreadyExists("Collection `%s` already exists!".formatted(alias));
                }
                aliases.put(alias, collection);
            }
            case RENAME_ALIAS -> {
                String old = action.getRenameAlias().getOldAliasName();
                String collection = aliases.remove(old);
                if (collection == null) {
                    throw StoreException.notFound("Alias %s does not exists!".formatted(old));
                }
                aliases.put(action.getRenameAlias().getNewAliasName(), collection);
            }
            case DELETE_ALIAS -> aliases.remove(action.getDeleteAlias().getAliasName());
            case ACTION_NOT_SET -> throw StoreException.invalid("Malformed alias action");
        }
    }

    private void writeAliases(Map<String, String> aliases) throws IOException {
        ListAliasesResponse.Builder all = ListAliasesResponse.newBuilder();
        aliases.forEach((alias, collection) ->
                all.addAliases(AliasDescription.newBuilder().setAliasName(alias).setCollectionName(collection)));
        AtomicFile.write(data.resolve(ALIASES), all.build().toByteArray());
    }

    /** Commits and closes every collection and gives the directory free. */
    @Override
    public synchronized void close() throws IOException {
        try (lock) {
            IOException failure = null;
            for (Collection collection : names.collections().values()) {
                try {
                    collection.close();
                } catch (IOException e) {
                    if (failure == null) {
                        failure = e;
                    } else {
                        failure.addSuppressed(e);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
