package io.millrace.local.command;

import io.millrace.embed.EmbeddingModel;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.job.recipe.EmbeddingModelRecipe;
import io.millrace.local.cluster.LocalFlink;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a quickstart needs before it can run jobs, all started side by side. */
final class Servers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
    private static final int COUNT = 4;
    private static final int USUAL_KAFKA_PORT = 9092;
    private static final int USUAL_QDRANT_PORT = 6334;

    private final ExecutorService starters = Executors.newFixedThreadPool(COUNT, task -> {
        Thread starter = new Thread(task, "starter");
        starter.setDaemon(true);
        return starter;
    });
    private final Future<EmbeddedKafka> kafka;
    private final Future<EmbeddedQdrant> store;
    private final Future<LocalFlink> flink;
    private final Future<EmbeddingModel> model;

    /** Begins to start them. The model is held so that jobs find it loaded. */
    Servers(Path kafkaData, Path storeData, Path checkpoints, int slots, EmbeddingModelRecipe recipe) {
        kafka = starters.submit(() -> EmbeddedKafka.start(kafkaData, FreePort.preferring(USUAL_KAFKA_PORT)));
        flink = starters.submit(() -> LocalFlink.start(slots, checkpoints));
        store = starters.submit(() -> EmbeddedQdrant.start(storeData, FreePort.preferring(USUAL_QDRANT_PORT), null));
        model = starters.submit((Callable<EmbeddingModel>) recipe::get);
        starters.shutdown();
    }

    EmbeddedKafka kafka() throws Exception {
        return await(kafka);
    }

    EmbeddedQdrant store() throws Exception {
        return await(store);
    }

    LocalFlink flink() throws Exception {
        return await(flink);
    }

    /** Waits for the model; fails where it can't be opened. */
    void awaitModel() throws Exception {
        await(model);
    }

    /** Closes those that have started, the others' users first. What still starts ends with the process. */
    @Override
    public void close() {
        closeIfStarted(flink);
        closeIfStarted(model);
        closeIfStarted(store);
        closeIfStarted(kafka);
    }

    private static <T> T await(Future<T> starting) throws Exception {
        try {
            return starting.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static void closeIfStarted(Future<? extends AutoCloseable> starting) {
        if (!starting.isDone()) {
            starting.cancel(true);
            return;
        }
        try {
            starting.get().close();
        } catch (ExecutionException e) {
            LOG.debug("It hadn't started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.warn("A server didn't stop cleanly: {}", e.toString());
        }
    }
}
