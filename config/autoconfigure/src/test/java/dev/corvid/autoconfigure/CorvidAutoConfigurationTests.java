package dev.corvid.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Admission;
import dev.corvid.agent.Agent;
import dev.corvid.agent.Effect;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.Tool;
import dev.corvid.inference.onnx.BgeSmallEmbedder;
import dev.corvid.test.HashingEmbedder;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import dev.corvid.test.StoredPassages;
import dev.corvid.tools.SpecificationException;
import dev.corvid.tools.methods.CorvidTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class CorvidAutoConfigurationTests {
  @TempDir Path home;
  private Path handbook;
  private ApplicationContextRunner empty;
  private ApplicationContextRunner runner;

  @BeforeEach
  void prepare() throws IOException {
    handbook = Files.createDirectories(home.resolve("handbook")).toRealPath();
    Files.writeString(handbook.resolve("care.md"), "# Care\n\nThe bridge was opened in 1932.\n");
    empty =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    ModelAutoConfiguration.class,
                    DocumentsAutoConfiguration.class,
                    ToolsAutoConfiguration.class,
                    JdbcAutoConfiguration.class,
                    CorvidAutoConfiguration.class,
                    HealthAutoConfiguration.class))
            .withPropertyValues("corvid.home=" + home.resolve("corvid"));
    runner =
        empty.withBean(
            LanguageModel.class, () -> ScriptedLanguageModel.replies("It was opened in 1932."));
  }

  private void write(String name, String text) {
    try {
      Files.writeString(handbook.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String documents() {
    return "corvid.documents.folders=" + handbook;
  }

  @Test
  void anApplicationHasAnAgentWithAJournalAndAMemory() {
    runner.run(
        context -> {
          assertThat(context).hasSingleBean(Agent.class);
          assertThat(context.getBean(RunJournal.class)).isInstanceOf(FileRunJournal.class);
          assertThat(context).hasSingleBean(IndexedEpisodicMemory.class);
          assertThat(context).doesNotHaveBean(Retriever.class);
          assertThat(context.getBean(AgentTools.class).tools()).isEmpty();
          assertThat(context.getBean(Admission.class).free()).isOne();
        });
  }

  @Test
  void nothingIsWrittenUntilSomethingIsAsked() {
    runner
        .withPropertyValues(documents())
        .run(
            context -> {
              assertThat(context).hasSingleBean(DocumentLibrary.class);
              assertThat(home.resolve("corvid/cache")).doesNotExist();
            });
  }

  @Test
  void documentsAreAsked() {
    runner
        .withPropertyValues(documents())
        .withBean(TextEmbedder.class, () -> new HashingEmbedder("hashes", 64))
        .run(
            context -> {
              Outcome outcome = context.getBean(Agent.class).ask("When was the bridge opened?");
              assertThat(outcome.status()).isEqualTo(Outcome.Status.ANSWERED);
              assertThat(outcome.citations().getFirst().document())
                  .isEqualTo(handbook.resolve("care.md").toString());
            });
  }

  @Test
  void withoutAnEmbedderDocumentsAreSearchedByWords() {
    runner
        .withClassLoader(new FilteredClassLoader(BgeSmallEmbedder.class))
        .withPropertyValues(documents())
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(TextEmbedder.class);
              assertThat(context.getBean(Agent.class).ask("When was the bridge opened?").status())
                  .isEqualTo(Outcome.Status.ANSWERED);
            });
  }

  @Test
  void documentsAreIndexedAtStartOnlyWhereAPropertyAsks() {
    runner
        .withPropertyValues(documents(), "corvid.documents.index-at-start=true")
        .run(context -> assertThat(context).hasBean("corvidDocumentsAtStart"));
    runner
        .withPropertyValues(documents())
        .run(context -> assertThat(context).doesNotHaveBean("corvidDocumentsAtStart"));
  }

  @Test
  void changedDocumentsAreNoticed() {
    runner
        .withPropertyValues(documents(), "corvid.documents.refresh=0s")
        .withBean(TextEmbedder.class, () -> new HashingEmbedder("hashes", 64))
        .run(
            context -> {
              DocumentLibrary library = context.getBean(DocumentLibrary.class);
              library.update();
              write("towers.md", "The tower stands since 1889.\n");
              library.weight("tower");
              assertThat(library.status().orElseThrow().documents()).isEqualTo(2);
            });
  }

  @Test
  void aPdfWithoutItsParserSaysWhatToAdd() {
    write("guide.pdf", "%PDF-1.7");
    runner
        .withPropertyValues(documents())
        .withBean(TextEmbedder.class, () -> new HashingEmbedder("hashes", 64))
        .run(
            context -> {
              var report = context.getBean(DocumentLibrary.class).update();
              assertThat(report.added()).isOne();
              assertThat(report.failed().getFirst().reason())
                  .contains("dev.corvid:corvid-retrieval-pdf");
            });
  }

  @Test
  void beansOfTheApplicationReplaceOurs() {
    MemoryRunJournal journal = new MemoryRunJournal();
    StoredPassages passages = StoredPassages.of();
    runner
        .withPropertyValues(documents())
        .withBean(RunJournal.class, () -> journal)
        .withBean(Retriever.class, () -> passages)
        .withBean(Admission.class, () -> Admission.of(3, 0))
        .run(
            context -> {
              assertThat(context.getBean(RunJournal.class)).isSameAs(journal);
              assertThat(context.getBean(Retriever.class)).isSameAs(passages);
              assertThat(context).doesNotHaveBean(DocumentLibrary.class);
              assertThat(context.getBean(Admission.class).free()).isEqualTo(3);
            });
  }

  @Test
  void operationsOfApisMarkedMethodsAndToolBeansAreTools() {
    runner
        .withUserConfiguration(Marked.class)
        .withBean(Tool.class, () -> ScriptedTool.reading("own"))
        .withPropertyValues(
            "corvid.apis.shop.spec=classpath:pets.yaml",
            "corvid.apis.shop.base-url=http://localhost:1",
            "corvid.apis.shop.policies.addPet=deny",
            "corvid.apis.shop.policies.own=allow")
        .run(
            context -> {
              AgentTools tools = context.getBean(AgentTools.class);
              assertThat(tools.tools().stream().map(tool -> tool.spec().name()))
                  .containsExactly("listPets", "addPet", "own", "opening");
              // What is said of an API is about its own tools.
              assertThat(tools.policies()).containsOnlyKeys("addPet");
              assertThat(tools.policies()).containsEntry("addPet", ToolPolicy.DENY);
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Marked {
    @Bean
    Hours hours() {
      return new Hours();
    }
  }

  static class Hours {
    @CorvidTool(description = "Say when the shop opens", effect = Effect.READ)
    String opening() {
      return "9:00";
    }
  }

  @Test
  void aModelThatIsNotThereStopsTheStartWithARemedy() {
    empty.run(
        context -> {
          assertThat(context).hasFailed();
          PropertyException failure = cause(context.getStartupFailure(), PropertyException.class);
          assertThat(failure).hasMessage("The model qwen2.5-coder-1.5b is not on this machine");
          assertThat(requireNonNull(new CorvidFailureAnalyzer().analyze(failure)).getAction())
              .startsWith("Set corvid.model.pull=true to download it at start-up (1,117 MB)");
        });
    empty
        .withPropertyValues("corvid.model.path=" + home.resolve("none.gguf"))
        .run(
            context ->
                assertThat(cause(context.getStartupFailure(), PropertyException.class))
                    .hasMessageStartingWith("corvid.model.path names no file: "));
  }

  @Test
  void aFileThatIsThereIsLoadedOnlyWhenItIsUsed() throws IOException {
    Path file = Files.writeString(home.resolve("no-model.gguf"), "no model");
    empty
        .withPropertyValues("corvid.model.path=" + file)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Agent.class);
              assertThat(ModelState.of(context.getBean(LanguageModel.class)))
                  .isEqualTo("not loaded yet");
            });
  }

  @Test
  void aBrokenSpecificationStopsTheStart() {
    runner
        .withPropertyValues("corvid.apis.shop.spec=classpath:none.yaml")
        .run(
            context ->
                assertThat(cause(context.getStartupFailure(), PropertyException.class))
                    .hasMessageStartingWith("corvid.apis.shop.spec cannot be read"));
    runner
        .withPropertyValues("corvid.apis.shop.base-url=http://localhost:1")
        .run(
            context ->
                assertThat(cause(context.getStartupFailure(), PropertyException.class))
                    .hasMessage("corvid.apis.shop.spec is missing"));
    runner
        .withPropertyValues("corvid.apis.shop.spec=" + handbook.resolve("care.md"))
        .run(
            context ->
                assertThat(cause(context.getStartupFailure(), SpecificationException.class))
                    .hasMessageContaining("care.md"));
  }

  @Test
  void documentsThatAreNotThereStopTheStart() {
    runner
        .withPropertyValues("corvid.documents.folders=" + home.resolve("none"))
        .run(context -> assertThat(context).hasFailed());
  }

  private static <T extends Throwable> T cause(@Nullable Throwable failure, Class<T> type) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
    }
    throw new AssertionError("no " + type.getSimpleName(), failure);
  }

  @Test
  void aDatabaseThatIsNotThereStopsTheStart() {
    runner
        .withPropertyValues("corvid.runs.store=jdbc")
        .run(
            context ->
                assertThat(cause(context.getStartupFailure(), PropertyException.class))
                    .hasMessageStartingWith("corvid.runs.store is jdbc"));
  }

  @Test
  void aModelServerIsNotCalledBeforeItIsUsed() {
    empty
        .withPropertyValues("corvid.model.url=http://localhost:1/v1", "corvid.model.key=secret")
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Agent.class);
              assertThat(context.getBean(CorvidProperties.class).toString())
                  .doesNotContain("secret");
            });
    empty
        .withPropertyValues("corvid.model.url=ftp://localhost/v1")
        .run(
            context ->
                assertThat(cause(context.getStartupFailure(), PropertyException.class))
                    .hasMessageStartingWith("corvid.model.url cannot be used"));
  }

  @Test
  void healthStaysUpAndSaysWhatTheModelIs() {
    runner.run(
        context -> {
          var health = requireNonNull(context.getBean(HealthIndicator.class).health());
          assertThat(health.getStatus()).isEqualTo(Status.UP);
          assertThat(health.getDetails()).containsEntry("model", "scripted");
          // The tests run with the module of the fast kernels.
          assertThat(health.getDetails()).doesNotContainKey("degraded");
        });
  }

  @Test
  void withoutTheModuleOfTheFastKernelsHealthIsUpAndDegraded() {
    Admission admission = Admission.of(1, 1);
    LanguageModel model = ScriptedLanguageModel.replies();
    var here = new CorvidHealth(new LazyLanguageModel(() -> model, true), admission, false);
    assertThat(here.health().getStatus()).isEqualTo(Status.UP);
    assertThat(here.health().getDetails())
        .hasEntrySatisfying(
            "degraded",
            why ->
                assertThat(why.toString())
                    .endsWith("Start it with --add-modules jdk.incubator.vector."));
    // A model server computes as fast as ever.
    var there = new CorvidHealth(new LazyLanguageModel(() -> model, false), admission, false);
    assertThat(there.health().getDetails()).doesNotContainKey("degraded");
  }

  @Test
  void withoutHealthAndActuatorThereIsAnAgentAllTheSame() {
    runner
        .withClassLoader(
            new FilteredClassLoader(HealthIndicator.class, ConditionalOnAvailableEndpoint.class))
        .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Agent.class));
  }

  @Test
  void theEndpointTellsModelToolsAndQueue() {
    runner
        .withPropertyValues("management.endpoints.web.exposure.include=corvid")
        .withBean(Tool.class, () -> ScriptedTool.writing("own"))
        .run(
            context -> {
              CorvidEndpoint.State state = context.getBean(CorvidEndpoint.class).state();
              assertThat(state.tools())
                  .containsExactly(
                      new CorvidEndpoint.ToolState(
                          "own", "write", ScriptedTool.writing("own").spec().origin()));
              assertThat(state.waiting()).isZero();
            });
  }

  @Test
  void closingTheContextClosesWhatIsOpen() {
    ScriptedLanguageModel model = ScriptedLanguageModel.replies("It was opened in 1932.");
    List<DocumentLibrary> libraries = new ArrayList<>();
    empty
        .withBean(LanguageModel.class, () -> model)
        .withBean(TextEmbedder.class, () -> new HashingEmbedder("hashes", 64))
        .withPropertyValues(documents())
        .run(
            context -> {
              context.getBean(Agent.class).ask("When was the bridge opened?");
              libraries.add(context.getBean(DocumentLibrary.class));
            });
    assertThatThrownBy(() -> libraries.getFirst().update())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the documents are closed");
  }
}
