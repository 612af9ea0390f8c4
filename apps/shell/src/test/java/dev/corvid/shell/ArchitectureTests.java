package dev.corvid.shell;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The picture of design/01-architecture.md as rules over the classes of all modules, read from
/// their build folders: no module can see them all on its class path.
class ArchitectureTests {
  private static final String PROGRAMS = "dev.corvid.(shell|eval|bench|command|sample)";

  /// A package and what it keeps in `internal` are one room: they share values such as the types of
  /// tensors. The packages within `internal` have a rule of their own.
  private static final SliceAssignment ROOMS =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName().replaceFirst("\\.internal\\b.*", ""));
        }

        @Override
        public String getDescription() {
          return "packages with what is internal to them";
        }
      };

  private static List<Path> classFolders = List.of();
  private static JavaClasses classes = new ClassFileImporter().importPaths(classFolders);

  @BeforeAll
  static void readAllModules() throws IOException {
    Path root = root();
    try (Stream<Path> poms = Files.walk(root, 4)) {
      classFolders =
          poms.filter(path -> path.endsWith("pom.xml"))
              .map(pom -> pom.resolveSibling("target").resolve("classes"))
              .filter(Files::isDirectory)
              .toList();
    }
    classes = written().importPaths(classFolders);
  }

  /// Leaves out what JMH generates.
  private static ClassFileImporter written() {
    return new ClassFileImporter()
        .withImportOption(location -> !location.contains("jmh_generated"));
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.resolve("..").normalize();
    }
    return folder;
  }

  @Test
  void everyModuleIsRead() {
    assertThat(classFolders.stream().map(f -> root().relativize(f).getName(0).toString()))
        .contains("agent-core", "inference", "retrieval", "tools", "config", "apps");
  }

  @Test
  void arrowsPointDown() {
    ArchRule rule =
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.corvid..")
            .layer("shell")
            .definedBy("dev.corvid.shell..")
            .optionalLayer("eval")
            .definedBy("dev.corvid.eval..")
            .optionalLayer("bench")
            .definedBy("dev.corvid.bench..")
            .optionalLayer("sample")
            .definedBy("dev.corvid.sample..", "dev.corvid.shell..")
            .layer("command")
            .definedBy("dev.corvid.command..")
            .layer("autoconfigure")
            .definedBy("dev.corvid.autoconfigure..")
            .layer("retrieval")
            .definedBy("dev.corvid.retrieval..")
            .layer("inference")
            .definedBy("dev.corvid.inference..")
            .layer("tools")
            .definedBy("dev.corvid.tools..")
            .optionalLayer("spring-ai")
            .definedBy("dev.corvid.springai..")
            .layer("test")
            .definedBy("dev.corvid.test..")
            .optionalLayer("jdbc")
            .definedBy("dev.corvid.jdbc..")
            .layer("agent")
            .definedBy("dev.corvid.agent..")
            .whereLayer("shell")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("eval")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("bench")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("sample")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("autoconfigure")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("command")
            .mayOnlyBeAccessedByLayers("shell", "eval", "bench")
            .whereLayer("retrieval")
            .mayOnlyBeAccessedByLayers("autoconfigure", "command", "shell", "eval", "bench")
            .whereLayer("inference")
            .mayOnlyBeAccessedByLayers("autoconfigure", "command", "shell", "eval", "bench")
            .whereLayer("tools")
            .mayOnlyBeAccessedByLayers(
                "autoconfigure", "sample", "command", "shell", "eval", "bench")
            .whereLayer("spring-ai")
            .mayOnlyBeAccessedByLayers("autoconfigure")
            .whereLayer("test")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("jdbc")
            .mayOnlyBeAccessedByLayers("autoconfigure")
            .whereLayer("agent")
            .mayOnlyBeAccessedByLayers(
                "autoconfigure",
                "sample",
                "command",
                "shell",
                "eval",
                "bench",
                "retrieval",
                "inference",
                "tools",
                "spring-ai",
                "test",
                "jdbc");
    rule.check(classes);
  }

  @Test
  void leavesDependOnTheFirstPartOfTheirFolderOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.corvid.retrieval")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.corvid.retrieval.documents..")
        .check(classes);
    noClasses()
        .that()
        .resideInAnyPackage("dev.corvid.inference", "dev.corvid.inference.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.corvid.inference.catalog..",
            "dev.corvid.inference.onnx..",
            "dev.corvid.inference.remote..")
        .check(classes);
    noClasses()
        .that()
        .resideInAnyPackage("dev.corvid.tools", "dev.corvid.tools.internal..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.corvid.tools.mcp..")
        .check(classes);
  }

  @Test
  void whatIsInternalStaysInItsModule() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corvid.inference..")
        .and()
        .resideOutsideOfPackage("dev.corvid.bench..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.corvid.inference.internal..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corvid.tools..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.corvid.tools.internal..")
        .check(classes);
  }

  @Test
  void driversAreKnownToTheirOwnModuleOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corvid.retrieval..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.lucene..", "org.apache.pdfbox..", "org.jsoup..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corvid.inference.onnx..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("ai.onnxruntime..", "ai.djl..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corvid.tools..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.networknt..", "org.snakeyaml..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.corvid.tools.mcp..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.modelcontextprotocol..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.corvid.tools.mcp..", "dev.corvid.springai..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("reactor..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.corvid.springai..",
            "dev.corvid.jdbc..",
            "dev.corvid.autoconfigure..",
            "dev.corvid.sample..",
            "dev.corvid.shell..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.corvid.jdbc..", "dev.corvid.autoconfigure..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.flywaydb..", "org.springframework.jdbc..")
        .check(classes);
    noClasses().should().dependOnClassesThat().resideInAPackage("org.postgresql..").check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().assignedFrom(ROOMS).should().beFreeOfCycles().check(packagesOfOneModule());
    slices()
        .matching("dev.corvid.inference.internal.(**)")
        .should()
        .beFreeOfCycles()
        .check(packagesOfOneModule());
  }

  /// `agent` and `agent.spi` are two sides of one contract: values here, interfaces there.
  private static JavaClasses packagesOfOneModule() {
    return written()
        .importPaths(
            classFolders.stream()
                .filter(f -> !f.startsWith(root().resolve("agent-core")))
                .toList());
  }

  @Test
  void onlyProgramsWriteToStandardStreams() {
    noClasses()
        .that()
        .haveNameNotMatching(PROGRAMS + "\\..*")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(classes);
  }

  @Test
  void failuresHaveNames() {
    noClasses().should(GeneralCodingRules.THROW_GENERIC_EXCEPTIONS).check(classes);
  }

  @Test
  void loggingGoesThroughOneFacade() {
    noClasses().should(GeneralCodingRules.USE_JAVA_UTIL_LOGGING).check(classes);
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    var packages = classes.stream().map(c -> c.getPackage()).distinct().collect(Collectors.toSet());
    assertThat(packages)
        .allSatisfy(p -> assertThat(p.isAnnotatedWith(NullMarked.class)).as(p.getName()).isTrue());
    for (Path folder : classFolders) {
      assertEveryPackageIsDescribed(folder);
    }
  }

  private static void assertEveryPackageIsDescribed(Path classFolder) {
    Path sources = classFolder.resolve("../../src/main/java").normalize();
    if (!Files.isDirectory(sources)) {
      return;
    }
    try (Stream<Path> files = Files.walk(sources)) {
      assertThat(files.filter(f -> f.toString().endsWith(".java")).map(Path::getParent).distinct())
          .allSatisfy(
              p -> assertThat(Files.readString(p.resolve("package-info.java"))).contains("///"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
