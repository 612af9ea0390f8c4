package dev.corvid.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Agent;
import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Query;
import dev.corvid.agent.Task;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;
import dev.corvid.test.HashingEmbedder;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/// What a context holds that was started and closed again, as DevTools does it: a real model, and
/// a real index, journal and memory.
@EnabledOnOs(OS.LINUX)
class RestartTests {
  private static final int RESTARTS = 20;
  private static final String MODEL = "smollm2-135m";

  @TempDir Path home;
  private ApplicationContextRunner runner;

  @BeforeEach
  void prepare() throws IOException {
    Path handbook = Files.createDirectories(home.resolve("handbook"));
    Files.writeString(handbook.resolve("care.md"), "# Care\n\nDogs are fed twice a day.\n");
    Path model =
        new ModelStore(CorvidFolders.of(System.getenv()).models()).pull(MODEL, PullListener.SILENT);
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    ModelAutoConfiguration.class,
                    DocumentsAutoConfiguration.class,
                    ToolsAutoConfiguration.class,
                    CorvidAutoConfiguration.class,
                    SpringAiBeansAutoConfiguration.class))
            .withBean(TextEmbedder.class, () -> new HashingEmbedder("hashes", 64))
            .withPropertyValues(
                "corvid.home=" + home.resolve("corvid"),
                "corvid.model.path=" + model,
                "corvid.model.context-length=2048",
                "corvid.documents.folders=" + handbook,
                "corvid.apis.shop.spec=classpath:pets.yaml",
                "corvid.apis.shop.base-url=http://localhost:1");
  }

  @Test
  void twentyContextsLeaveNoThreadNoOpenFileAndNothingMapped() throws Exception {
    // What the JVM and its libraries keep for good, they keep from the first one on.
    used();
    Set<Thread> threads = Thread.getAllStackTraces().keySet();
    List<WeakReference<ApplicationContext>> contexts = new ArrayList<>();
    for (int i = 0; i < RESTARTS; i++) {
      contexts.add(used());
    }
    eventually(() -> newThreads(threads).isEmpty());
    assertThat(newThreads(threads)).isEmpty();
    assertThat(openFiles()).noneMatch(this::isOurs);
    assertThat(mappings()).noneMatch(this::isOurs);
    eventually(() -> contexts.stream().allMatch(context -> context.get() == null));
    assertThat(contexts).allMatch(context -> context.get() == null, "is garbage");
  }

  /// A context of which each part was used, and which is closed.
  private WeakReference<ApplicationContext> used() {
    List<WeakReference<ApplicationContext>> contexts = new ArrayList<>();
    runner.run(
        context -> {
          contexts.add(new WeakReference<>(context.getSourceApplicationContext()));
          context
              .getBean(LanguageModel.class)
              .generate(
                  Prompt.text("Dogs are fed"),
                  GenerationOptions.greedy(2),
                  GenerationListener.SILENT);
          assertThat(context.getBean(Retriever.class).retrieve(Query.of("dogs fed", 1))).hasSize(1);
          // Nothing is found, so that no answer has to be written.
          Task task = Task.question("zebra?").withMode(Query.Mode.BM25);
          context.getBean(Agent.class).ask(task, AgentListener.SILENT);
          context.getBean(EpisodicMemory.class).recall("dogs", 1);
          // Files that are mapped have no handle.
          assertThat(mappings()).anyMatch(this::isOurs);
        });
    return contexts.getFirst();
  }

  private boolean isOurs(String file) {
    return file.contains(home.toString()) || file.contains(MODEL);
  }

  private static Set<Thread> newThreads(Set<Thread> before) {
    Set<Thread> now = new HashSet<>(Thread.getAllStackTraces().keySet());
    now.removeAll(before);
    // Of the JVM's own, which compile and collect.
    now.removeIf(thread -> thread.getThreadGroup() == null || !thread.isAlive());
    now.removeIf(thread -> thread.getThreadGroup().getName().equals("system"));
    return now;
  }

  private static List<String> openFiles() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      for (Path handle : handles.toList()) {
        try {
          files.add(Files.readSymbolicLink(handle).toString());
        } catch (NoSuchFileException e) {
          // Closed since it was listed, as the list itself.
        }
      }
    }
    return files;
  }

  private static List<String> mappings() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/maps"));
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 100 && !condition.getAsBoolean(); i++) {
      System.gc();
      Thread.sleep(100);
    }
  }
}
