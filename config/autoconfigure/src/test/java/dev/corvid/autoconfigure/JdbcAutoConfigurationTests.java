package dev.corvid.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.corvid.agent.Agent;
import dev.corvid.agent.Episode;
import dev.corvid.agent.FileRunJournal;
import dev.corvid.agent.MemoryRunJournal;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.Tool;
import dev.corvid.jdbc.JdbcEpisodicMemory;
import dev.corvid.jdbc.JdbcRunJournal;
import dev.corvid.test.ScriptedApprover;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.ScriptedTool;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/// Against a PostgreSQL that is started here; skipped where none can be. `config/jdbc` tests how
/// runs are kept, this tests that the starter keeps them there.
class JdbcAutoConfigurationTests {
  private static @Nullable EmbeddedPostgres postgres;

  @TempDir Path home;
  private final ScriptedTool mail = ScriptedTool.writing("mail").taking("to");
  private ApplicationContextRunner runner;

  @BeforeAll
  static void start() {
    try {
      postgres = EmbeddedPostgres.builder().start();
    } catch (IOException | RuntimeException e) {
      assumeTrue(false, "no PostgreSQL can be started here: " + e.getMessage());
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void prepare() {
    String url = postgres == null ? "" : postgres.getJdbcUrl("postgres", "postgres");
    runner =
        new ApplicationContextRunner()
            .withConfiguration(
                AutoConfigurations.of(
                    DataSourceAutoConfiguration.class,
                    ModelAutoConfiguration.class,
                    DocumentsAutoConfiguration.class,
                    ToolsAutoConfiguration.class,
                    JdbcAutoConfiguration.class,
                    CorvidAutoConfiguration.class))
            .withPropertyValues(
                "corvid.home=" + home, "spring.datasource.url=" + url, "corvid.runs.store=jdbc")
            .withBean(
                LanguageModel.class,
                () ->
                    ScriptedLanguageModel.acting(
                        ScriptedLanguageModel.plan("mail"),
                        ScriptedLanguageModel.call("mail", "{\"to\": \"Anna\"}"),
                        "Sent to Anna."))
            .withBean(Tool.class, () -> mail);
  }

  @Test
  void aRunThatWaitsInOneApplicationGoesOnInAnother() {
    List<RunReport> waiting = new ArrayList<>();
    runner.run(
        context -> {
          assertThat(context.getBean(RunJournal.class)).isInstanceOf(JdbcRunJournal.class);
          assertThat(context.getBean(EpisodicMemory.class)).isInstanceOf(JdbcEpisodicMemory.class);
          RunReport report = context.getBean(Agent.class).run("Mail Anna");
          assertThat(report.status()).contains(RunStatus.APPROVAL);
          waiting.add(report);
        });
    assertThat(home.resolve("data")).doesNotExist();
    assertThat(mail.received()).isEmpty();

    // The tables are there by now, and stay.
    runner
        .withBean(Approver.class, () -> ScriptedApprover.saying(true))
        .run(
            context -> {
              String run = waiting.getFirst().run();
              RunReport report = context.getBean(Agent.class).resume(run, AgentListener.SILENT);
              assertThat(report.status()).contains(RunStatus.DONE);
              assertThat(mail.received()).hasSize(1);
              assertThat(context.getBean(EpisodicMemory.class).episodes())
                  .extracting(Episode::id)
                  .contains(run);
            });
  }

  @Test
  void aDatabaseIsNoReasonToKeepRunsInIt() {
    runner
        .withPropertyValues("corvid.runs.store=files")
        .run(
            context ->
                assertThat(context.getBean(RunJournal.class)).isInstanceOf(FileRunJournal.class));
  }

  @Test
  void journalAndMemoryOfTheApplicationReplaceThose() {
    MemoryRunJournal own = new MemoryRunJournal();
    runner
        .withBean(RunJournal.class, () -> own)
        .run(
            context -> {
              assertThat(context.getBean(RunJournal.class)).isSameAs(own);
              assertThat(context).hasSingleBean(JdbcEpisodicMemory.class);
            });
  }

  @Test
  void withoutItsModuleTheStartIsRefusedWithARemedy() {
    runner
        .withClassLoader(new FilteredClassLoader("dev.corvid.jdbc"))
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOfSatisfying(
                        PropertyException.class,
                        failure -> assertThat(failure.remedy()).startsWith("Add corvid-jdbc")));
  }
}
