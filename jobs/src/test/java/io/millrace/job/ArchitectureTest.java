package io.millrace.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house's rules (docs/architecture.md). There is no list of exceptions: whoever breaks one mends it. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] OPERATORS = {
        "io.millrace.document..",
        "io.millrace.chunk..",
        "io.millrace.embed..",
        "io.millrace.index..",
        "io.millrace.plan..",
        "io.millrace.retrieve..",
        "io.millrace.rerank..",
        "io.millrace.answer..",
        "io.millrace.failure..",
        "io.millrace.model..",
        "io.millrace.usage.."
    };

    private static final String[] VENDORS = {
        "io.qdrant..",
        "io.grpc..",
        "com.openai..",
        "software.amazon..",
        "okhttp3..",
        "java.net.http..",
        "org.apache.kafka..",
        "org.apache.flink.connector..",
        "org.apache.tika..",
        "org.apache.lucene..",
        "ai.onnxruntime..",
        "ai.djl..",
        "org.treesitter.."
    };

    @ArchTest
    static final ArchRule OPERATORS_KNOW_NO_VENDOR = noClasses()
            .that()
            .resideInAnyPackage(OPERATORS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(VENDORS);

    @ArchTest
    static final ArchRule OPERATORS_KNOW_NOTHING_ABOVE_THEM = noClasses()
            .that()
            .resideInAnyPackage(OPERATORS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.connector..", "io.millrace.job..", "io.millrace.embedded..");

    @ArchTest
    static final ArchRule CONNECTORS_ARE_STRANGERS =
            slices().matching("io.millrace.connector.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule CONNECTORS_KNOW_NO_JOBS = noClasses()
            .that()
            .resideInAPackage("io.millrace.connector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.job..", "io.millrace.embedded..");

    @ArchTest
    static final ArchRule JOBS_KNOW_NO_EMBEDDED_SERVERS = noClasses()
            .that()
            .resideInAPackage("io.millrace.job..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.millrace.embedded..");

    @ArchTest
    static final ArchRule EMBEDDED_SERVERS_KNOW_NOTHING_OF_MILLRACE = noClasses()
            .that()
            .resideInAPackage("io.millrace.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.millrace.connector..", "io.millrace.job..")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(OPERATORS);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = classes()
            .that()
            .areTopLevelClasses()
            .should()
            .haveNameNotMatching(".*(Utils|Util|Helper|Manager|Impl|Misc|Common)");

    @ArchTest
    static final ArchRule NOTHING_PRINTS_STACK_TRACES =
            noClasses().should().callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule SLF4J_STAYS_WITHIN_VERSION_1 = noClasses()
            .that()
            .resideInAnyPackage("io.millrace.connector..", "io.millrace.job..")
            .or()
            .resideInAnyPackage(OPERATORS)
            .should()
            // A cluster's own SLF4J is 1.7: the fluent API isn't there.
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.slf4j.spi.LoggingEventBuilder");
}
