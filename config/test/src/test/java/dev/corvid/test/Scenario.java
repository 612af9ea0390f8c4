package dev.corvid.test;

import static dev.corvid.test.ScriptedLanguageModel.acting;
import static dev.corvid.test.ScriptedLanguageModel.call;
import static dev.corvid.test.ScriptedLanguageModel.plan;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Effect;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.Tool;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A run that can be begun again and again, against servers that remember what was done.
///
/// @param writes how many writes the whole run makes
record Scenario(
    String name,
    Task task,
    ApprovalMode mode,
    ScriptedLanguageModel model,
    Optional<Retriever> retriever,
    Supplier<List<ScriptedTool>> servers,
    int writes) {
  private static final Task TASK = Task.withTools("Find pet 7, name it Rex and mail Anna");
  private static final ScriptedTool FIND =
      ScriptedTool.reading("find")
          .answering(a -> ToolResult.ok("200", "{\"id\": 7}").withTypedValues(Set.of("7")));
  private static final StoredPassages BRIDGE =
      StoredPassages.of(
          StoredPassages.document(
              "bridge.md",
              "The bridge is a landmark. It was opened in 1932 by the mayor of the town."));

  @Override
  public String toString() {
    return name;
  }

  /// One write and nothing else.
  static Scenario oneWrite() {
    return new Scenario(
        "one write",
        TASK,
        ApprovalMode.ALL,
        acting(plan("write"), call("write", "{}"), "Written."),
        Optional.empty(),
        () -> List.of(ScriptedTool.writing("write")),
        1);
  }

  /// Reads, writes without a key, writes with one.
  static Scenario twoWrites() {
    return new Scenario(
        "two writes",
        TASK,
        ApprovalMode.ALL,
        acting(
            plan("find", "rename", "mail"),
            call("find", "{}"),
            call("rename", "{\"name\": \"Rex\"}"),
            call("mail", "{\"to\": \"Anna\"}"),
            "Renamed and sent."),
        Optional.empty(),
        () ->
            List.of(
                FIND.answering("{\"id\": 7}"),
                ScriptedTool.writing("rename").taking("name"),
                ScriptedTool.writing("mail").taking("to").recognising("Idempotency-Key")),
        2);
  }

  /// A wrong call, an approval, a failure, a second attempt.
  static Scenario secondAttempt() {
    return new Scenario(
        "second attempt",
        TASK,
        ApprovalMode.ASK,
        acting(
            plan("rename", "mail"),
            call("rename", "{}"),
            call("rename", "{\"name\": \"Rex\"}"),
            call("mail", "{\"to\": \"Bob\"}"),
            call("mail", "{\"to\": \"Bob\"}"),
            "Bob is unknown.",
            plan("rename", "mail"),
            call("rename", "{\"name\": \"Rex\"}"),
            call("mail", "{\"to\": \"Anna\"}"),
            "Renamed and sent."),
        Optional.empty(),
        () ->
            List.of(
                ScriptedTool.writing("rename").taking("name"),
                ScriptedTool.writing("mail")
                    .taking("to")
                    .answering(
                        a ->
                            a.path("to").asString().equals("Bob")
                                ? ToolResult.error("404", "no Bob")
                                : ToolResult.ok("202", "{}"))),
        2);
  }

  /// Documents first; then a write that gets no answer, though it is done.
  static Scenario noAnswer() {
    return new Scenario(
        "no answer",
        TASK,
        ApprovalMode.ALL,
        acting(
            plan("search_documents", "rename"),
            call("search_documents", "{\"query\": \"bridge\"}"),
            call("rename", "{\"name\": \"Rex\"}"),
            "It was opened in 1932."),
        Optional.of(BRIDGE),
        () ->
            List.of(
                ScriptedTool.writing("rename")
                    .taking("name")
                    .answering(arguments -> ToolResult.unknown("time-out"))),
        1);
  }

  /// No tool fits, documents answer.
  static Scenario documents() {
    return new Scenario(
        "documents",
        Task.withTools("When was the bridge opened?"),
        ApprovalMode.ALL,
        acting("The bridge was opened in 1932.")
            .scoring((prompt, word) -> word.equalsIgnoreCase("no") ? -0.1 : -9),
        Optional.of(BRIDGE),
        () -> List.of(FIND),
        0);
  }

  static Stream<Scenario> all() {
    return Stream.of(oneWrite(), twoWrites(), secondAttempt(), noAnswer(), documents());
  }

  Agent agent(RunJournal journal, List<ScriptedTool> servers, Approver user) {
    Agent.Builder agent =
        Agent.with(model).journal(journal).tools(List.<Tool>copyOf(servers)).approvals(mode, user);
    retriever.ifPresent(agent::retriever);
    return agent.build();
  }

  /// A user who looks at the servers: what was done is done, what came there and was refused is
  /// left out, and what never came is to be repeated.
  static ScriptedApprover looking(List<ScriptedTool> servers) {
    return ScriptedApprover.saying(true)
        .settling(
            request -> {
              if (has(servers, ScriptedTool::done, request)) {
                return Optional.of(Settlement.DONE);
              }
              boolean came = has(servers, ScriptedTool::received, request);
              return Optional.of(came ? Settlement.SKIP : Settlement.REPEAT);
            });
  }

  private static boolean has(
      List<ScriptedTool> servers,
      Function<ScriptedTool, List<ToolRequest>> requests,
      ToolRequest request) {
    return servers.stream()
        .flatMap(server -> requests.apply(server).stream())
        .anyMatch(seen -> seen.call().equals(request.call()));
  }

  /// All writes that were carried out.
  static List<ToolRequest> done(List<ScriptedTool> servers) {
    return servers.stream()
        .filter(tool -> tool.spec().effect() == Effect.WRITE)
        .flatMap(tool -> tool.done().stream())
        .toList();
  }

  /// The run to its end, without a crash.
  RunReport whole(RunJournal journal, List<ScriptedTool> servers) {
    return agent(journal, servers, looking(servers)).run(task, AgentListener.SILENT);
  }
}
