package dev.corvid.jdbc;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.JournalException;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.test.ScriptedApprover;
import dev.corvid.test.ScriptedTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// A process at work on a run. Says `at` when its request has arrived, waits there for a line, and
/// says how it ended.
final class StoppedRun {
  static final Task TASK = Task.withTools("Write it all down");

  private StoppedRun() {}

  static Process start(String url, String owner) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-Dslf4j.internal.verbosity=ERROR",
            "-cp",
            System.getProperty("java.class.path"),
            StoppedRun.class.getName(),
            url,
            owner)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  public static void main(String[] arguments) throws IOException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(arguments[0]);
    RunJournal journal = journal(dataSource, arguments[1]);
    try {
      agent(journal, StoppedRun::arriving).run(TASK, AgentListener.SILENT);
      say("ended");
    } catch (JournalException e) {
      say(e.code());
    }
  }

  static RunJournal journal(DataSource dataSource, String owner) {
    return JdbcRunJournal.over(dataSource, JdbcSettings.defaults().withLease(Duration.ofSeconds(3)))
        .ownedBy(owner);
  }

  /// An agent that writes twice, whose user knows that a request without an answer was carried out.
  static Agent agent(RunJournal journal, Function<ToolRequest, ToolResult> server) {
    return Agent.with(
            acting(plan("write", "close"), call("write", "{}"), call("close", "{}"), "Written."))
        .journal(journal)
        .tools(
            List.of(ScriptedTool.writing("write").sending(server), ScriptedTool.writing("close")))
        .approvals(
            ApprovalMode.ALL,
            ScriptedApprover.absent().settling(request -> Optional.of(Settlement.DONE)))
        .build();
  }

  private static ToolResult arriving(ToolRequest request) {
    try {
      say("at");
      return ToolResult.ok("200", "{\"byte\": %d}".formatted(System.in.read()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String line) throws IOException {
    OutputStream out = System.out;
    out.write((line + "\n").getBytes(UTF_8));
    out.flush();
  }
}
