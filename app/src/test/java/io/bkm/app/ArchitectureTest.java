package io.bkm.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the arrows of docs/architecture.md. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.bkm");

    @Test
    void modulesDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("app")
                .definedBy("io.bkm.app..")
                .layer("actors")
                .definedBy("io.bkm.actors..")
                .layer("streams")
                .definedBy("io.bkm.streams..")
                .layer("crds")
                .definedBy("io.bkm.crds..")
                .whereLayer("app")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("actors")
                .mayOnlyBeAccessedByLayers("app")
                .whereLayer("streams")
                .mayOnlyBeAccessedByLayers("app", "actors")
                .whereLayer("crds")
                .mayOnlyBeAccessedByLayers("app", "actors")
                .check(MAIN);
    }

    @Test
    void featuresHaveNoCycles() {
        slices().matching("io.bkm.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void crdsKnowNoFramework() {
        noClasses()
                .that()
                .resideInAPackage("io.bkm.crds..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.pekko..", "io.fabric8..")
                .check(MAIN);
    }

    @Test
    void streamsKnowNoKubernetesAndNoCluster() {
        noClasses()
                .that()
                .resideInAPackage("io.bkm.streams..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fabric8..", "org.apache.pekko.cluster..")
                .check(MAIN);
    }
}
