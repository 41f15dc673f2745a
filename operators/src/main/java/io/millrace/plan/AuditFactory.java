package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import io.millrace.index.AuditableStore;
import io.millrace.index.IndexOperation;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.legacy.YieldingOperatorFactory;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Makes the operator that compares documents with the index: findings out, and to {@link #STEPS}, if it is to mend, the
 * steps that mend them. Each document comes once.
 *
 * <p>Counts {@code audited}, the documents that were compared, and {@code true}, those of them without a finding.
 */
@SuppressWarnings("deprecation") // Flink hands the mailbox to factories of this interface only, its own included.
public final class AuditFactory extends AbstractStreamOperatorFactory<AuditFinding>
        implements OneInputStreamOperatorFactory<IncomingDocument, AuditFinding>,
                YieldingOperatorFactory<AuditFinding> {
    /** What mends the findings. */
    public static final OutputTag<IndexOperation> STEPS =
            new OutputTag<>("steps", TypeInformation.of(IndexOperation.class));

    private static final long serialVersionUID = 1L;

    private final PlanSettings settings;
    private final SerializableSupplier<AuditableStore> store;
    private final boolean mending;

    public AuditFactory(PlanSettings settings, SerializableSupplier<AuditableStore> store, boolean mending) {
        this.settings = settings;
        this.store = store;
        this.mending = mending;
        setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // As in every operator factory of Flink's: its own caller names the type.
    public <T extends StreamOperator<AuditFinding>> T createStreamOperator(
            StreamOperatorParameters<AuditFinding> parameters) {
        return (T) new AuditOperator(parameters, settings, store, mending, getMailboxExecutor());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return AuditOperator.class;
    }
}
