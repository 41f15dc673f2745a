package io.millrace.benchmark.ingest.system;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who can take part. */
public enum SystemName {
    BARE("bare", false, false) {
        @Override
        public IngestSystem open(Task task) {
            return new BareLoop(task, false);
        }
    },
    BARE_STORE("bare-store", true, false) {
        @Override
        public IngestSystem open(Task task) {
            return new BareLoop(task, true);
        }
    },
    MILLRACE("millrace", true, false) {
        @Override
        public IngestSystem open(Task task) throws Exception {
            return new MillraceIngest(task, Map.of());
        }
    },
    LANGCHAIN4J_EMBED("langchain4j-embed-all", false, false) {
        @Override
        public IngestSystem open(Task task) {
            return new LangChain4jIngest(task, false);
        }
    },
    LANGCHAIN4J("langchain4j-ingestor", true, false) {
        @Override
        public IngestSystem open(Task task) {
            return new LangChain4jIngest(task, true);
        }
    },
    ML_PREDICT("flink-ml-predict", true, true) {
        @Override
        public IngestSystem open(Task task) throws Exception {
            return new FlinkPeer(task, ModelPredict::embed);
        }
    },
    ASYNC_FUNCTION("flink-async-function", true, true) {
        @Override
        public IngestSystem open(Task task) throws Exception {
            return new FlinkPeer(task, OneTextFunction::embed);
        }
    };

    private final String label;
    private final boolean stores;
    private final boolean oneByOne;

    SystemName(String label, boolean stores, boolean oneByOne) {
        this.label = label;
        this.stores = stores;
        this.oneByOne = oneByOne;
    }

    /** Opens it in this JVM; the caller closes it. */
    public abstract IngestSystem open(Task task) throws Exception;

    /** The name in options and tables. */
    public String label() {
        return label;
    }

    /** Whether it writes to the store; the others only embed. */
    public boolean stores() {
        return stores;
    }

    /** Whether it sends one text a request. */
    public boolean oneByOne() {
        return oneByOne;
    }

    /** The one of that name. */
    public static Optional<SystemName> of(String label) {
        return Arrays.stream(values()).filter(name -> name.label.equals(label)).findFirst();
    }

    /** Their names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(SystemName::label).toList();
    }
}
