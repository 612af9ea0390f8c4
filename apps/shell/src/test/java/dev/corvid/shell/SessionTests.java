package dev.corvid.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Sessions over a pipe, in processes of their own, with a model behind a server.
@Timeout(600)
class SessionTests {
  @TempDir Path home;

  private ModelServer server;
  private Path docs;

  @BeforeEach
  void start() throws IOException {
    server = ModelServer.start(SessionTests::reply);
    docs = Files.createDirectory(home.resolve("docs"));
    Files.writeString(
        docs.resolve("harbour.md"),
        "# Boats\n\nThe harbour master has nine boats.\n\nThe lighthouse has one boat.\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String reply(JsonNode request) {
    String prompt = request.toString();
    if (prompt.contains("You complete requests")) {
      return "How many boats has the lighthouse?";
    }
    return prompt.contains("How many boats has the lighthouse")
        ? "The lighthouse has one boat [1]."
        : "The harbour master has nine boats [1].";
  }

  private Cli session(List<String> options, String... lines)
      throws IOException, InterruptedException {
    Object[] line = Stream.concat(Stream.of("--model", server.url()), options.stream()).toArray();
    return Cli.talkIn(home, List.of(lines), line);
  }

  @Test
  void aConversationGoesOnOverSeveralTurnsAndSessions() throws Exception {
    Cli first =
        session(
            List.of("--docs", docs.toString()),
            "How many boats has the harbour master?",
            "And the lighthouse?",
            "open 1");
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .containsSubsequence(
            "The harbour master has nine boats. [1]",
            "Sources",
            "[1]",
            "The lighthouse has one boat. [1]",
            "harbour.md",
            "“The lighthouse has one boat.”");
    assertThat(first.err()).contains("understood as: How many boats has the lighthouse?");

    Cli second = session(List.of("--continue"), "docs list", "And the lighthouse?");
    assertThat(second.out()).contains(docs.toString(), "The lighthouse has one boat.");
    assertThat(server.asked().stream().map(JsonNode::toString))
        .anyMatch(asked -> asked.contains("Q: How many boats has the harbour master?"));
  }

  @Test
  void withNothingToAnswerFromItSaysWhatToDo() throws Exception {
    Cli run = session(List.of(), "How many boats?");
    assertThat(run.err()).contains("There is nothing to answer from yet.", "docs add PATH");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void documentsComeAndGo() throws Exception {
    Cli run =
        session(
            List.of(),
            "docs list",
            "docs add " + docs,
            "docs add " + home.resolve("nowhere"),
            "docs list",
            "docs remove " + docs,
            "docs remove " + docs,
            "docs list");
    assertThat(run.out().lines())
        .containsExactly(
            "No documents. Add some: docs add PATH.",
            "Answers come from %s too.".formatted(docs),
            docs.toString(),
            "Answers come from %s no more.".formatted(docs),
            "No documents. Add some: docs add PATH.");
    assertThat(run.err()).contains("nowhere", "is none of them");
  }

  @Test
  void theSameCommandsRunAsOnTheCommandLine() throws Exception {
    Cli run = session(List.of(), "model list", "--json model list", "runs list", "help open");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("smollm2-135m", "{\"models\":[", "Show a source of the last");
  }

  @Test
  void commandsTakeTheSessionsDocumentsUnlessTheyNameTheirOwn() throws Exception {
    Path other = Files.createDirectory(home.resolve("other"));
    Files.writeString(other.resolve("owls.md"), "Owls hunt at night.\n");
    Cli run =
        session(
            List.of("--docs", docs.toString()),
            "search --mode bm25 boats",
            "search --mode bm25 --docs " + other + " owls",
            "ask --mode bm25 'How many boats has the harbour master?'");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsSubsequence("harbour.md", "owls.md", "The harbour master has nine boats. [1]");
  }

  @Test
  void aCommandThatFailsEndsNothing() throws Exception {
    Cli run = session(List.of(), "runs show nothing", "model use nonsense", "open 3", "model list");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("'nothing'", "'nonsense'", "no source 3");
    assertThat(run.out()).contains("smollm2-135m");
  }

  @Test
  void aLineThatFailsLastIsTheExitCode() throws Exception {
    assertThat(session(List.of(), "model list", "runs show nothing").exitCode()).isEqualTo(2);
  }

  @Test
  void aSessionThatCannotBeginSaysWhy() throws Exception {
    Cli run = session(List.of("--spec", home.resolve("no.yaml").toString()), "model list");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no.yaml");
    assertThat(run.out()).isEmpty();
  }
}
