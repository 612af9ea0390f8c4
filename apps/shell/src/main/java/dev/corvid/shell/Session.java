package dev.corvid.shell;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Citation;
import dev.corvid.agent.CorvidException;
import dev.corvid.agent.Exchange;
import dev.corvid.agent.FileConversations;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.Task;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Held;
import dev.corvid.command.Invocation;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What an interactive shell works with: documents, APIs, a model and a conversation. Belongs to
/// the shell's thread.
final class Session implements AutoCloseable {
  private final Console console;
  private final Workbench workbench;
  private final HeldParts held;
  private final FileConversations conversations;
  private final SessionFiles files;
  private final SessionApprover approver;
  private final ApprovalMode approvals;
  private final Meter meter = new Meter();
  private String conversation;
  private RunSetup setup;
  private List<Citation> sources = List.of();
  private OptionalInt documents = OptionalInt.empty();
  private int tools;

  Session(Invocation invocation, Console console) {
    this.console = console;
    this.held = new HeldParts(console, () -> new Workbench(invocation, console).embedder());
    this.workbench = new Workbench(invocation.with(held), console);
    this.files = SessionFiles.in(workbench.folders());
    this.conversations = files.conversations();
    this.approver = new SessionApprover(console);
    this.approvals = invocation.get(RunCommand.APPROVE);
    RunSetup typed = RunSetup.of(invocation, workbench);
    Optional<String> before =
        invocation.isSet(ShellCommand.CONTINUE) ? conversations.latest() : Optional.empty();
    this.conversation = before.orElseGet(files::newId);
    this.setup =
        before
            .flatMap(files::setup)
            .map(kept -> kept.with(typed, invocation.value(GlobalOptions.MODEL).isPresent()))
            .orElse(typed);
  }

  /// Load the model behind the prompt, unless it must be downloaded first: that is done, with
  /// progress, when it is needed.
  void begin() {
    if (workbench.isModelPresent(setup.model())) {
      load();
    }
    if (setup.hasTools()) {
      tools = countTools(setup);
    }
  }

  private void load() {
    ModelChoice choice = setup.model();
    held.load(choice, () -> workbench.opened(choice, RunWork.CONTEXT));
  }

  private int countTools(RunSetup wanted) {
    try (OpenTools open = wanted.open(workbench)) {
      return open.tools().size();
    }
  }

  Held held() {
    return held;
  }

  /// Answer a question or do a task with what the session has.
  Result answer(String text) {
    if (!setup.hasSomething()) {
      throw new UsageException(
          "There is nothing to answer from yet.",
          "Add documents: docs add PATH. Or an API: spec add FILE|URL. See help.");
    }
    if (held.isIdle()) {
      load();
    }
    meter.restart();
    Result result = setup.hasTools() ? worked(text) : asked(text);
    files.keep(conversation, setup);
    return result;
  }

  private Result asked(String text) {
    AskReport report =
        new AskWork(
                workbench, console, setup.model(), setup.library(workbench), conversations, meter)
            .answer(Task.question(text).inConversation(conversation), new AskTimes(0));
    documents = OptionalInt.of(report.status().documents());
    sources = report.outcome().citations();
    return report.result(console);
  }

  private Result worked(String text) {
    Task task = Task.withTools(text).inConversation(conversation);
    RunReport report =
        new RunWork(workbench, console, setup, approvals, approver, conversations, meter)
            .with(text, agent -> listener -> agent.run(task, listener));
    sources = report.citations();
    return RunPages.result(report);
  }

  /// What is open, in one line.
  String status() {
    List<String> parts = new ArrayList<>();
    parts.add(setup.model().label());
    if (setup.hasDocuments()) {
      parts.add(
          documents.isPresent()
              ? count(documents.getAsInt(), "document")
              : "documents in "
                  + count(setup.docs().size() + (int) setup.index().stream().count(), "place"));
    }
    if (setup.hasTools()) {
      parts.add(count(tools, "tool"));
    }
    return String.join(" · ", parts) + meter.shown(RunWork.CONTEXT);
  }

  private static String count(int n, String what) {
    return n == 1 ? "1 " + what : n + " " + what + "s";
  }

  RunSetup setup() {
    return setup;
  }

  /// Work with other documents or APIs from now on. What cannot be opened changes nothing.
  void use(RunSetup wanted) {
    if (wanted.hasTools()) {
      tools = countTools(wanted);
    }
    if (wanted.hasDocuments()) {
      var unused = wanted.library(workbench);
    }
    boolean other = !wanted.model().equals(setup.model());
    documents = wanted.docs().equals(setup.docs()) ? documents : OptionalInt.empty();
    setup = wanted;
    if (other) {
      load();
    }
    files.keep(conversation, setup);
  }

  /// A command's line with the session's documents, APIs and model where it names none.
  List<String> completed(Command command, List<String> line) {
    List<String> more = new ArrayList<>();
    List<Option<?>> options = command.options();
    if (options.contains(Library.DOCS)
        && !names(line, Library.DOCS)
        && !names(line, Library.INDEX)) {
      setup.docs().forEach(place -> add(more, Library.DOCS, place));
      setup.index().ifPresent(place -> add(more, Library.INDEX, place));
    }
    if (options.contains(RunSetup.SPEC) && !names(line, RunSetup.SPEC)) {
      setup.specs().forEach(place -> add(more, RunSetup.SPEC, place));
      if (options.contains(RunSetup.BASE_URL) && !names(line, RunSetup.BASE_URL)) {
        setup.baseUrl().ifPresent(url -> add(more, RunSetup.BASE_URL, url));
      }
    }
    if (!names(line, GlobalOptions.MODEL)) {
      add(more, GlobalOptions.MODEL, setup.model().words().getFirst());
    }
    int end = line.indexOf("--");
    List<String> whole = new ArrayList<>(line);
    whole.addAll(end < 0 ? line.size() : end, more);
    return whole;
  }

  private static void add(List<String> line, Option<?> option, String value) {
    line.add("--" + option.name());
    line.add(value);
  }

  private static boolean names(List<String> line, Option<?> option) {
    return line.stream()
        .anyMatch(
            word ->
                word.equals("--" + option.name()) || word.startsWith("--" + option.name() + "="));
  }

  /// The model that a word names, as `--model` takes it.
  ModelChoice model(String word) {
    ModelChoice choice = workbench.model(word);
    if (choice instanceof ModelChoice.Local(String name)) {
      if (Workbench.isFile(name)) {
        var unused = Workbench.ownFile(name);
      } else {
        var unused = workbench.store().catalog().require(name);
      }
    }
    return choice;
  }

  /// Begin another conversation.
  void renew() {
    conversation = files.newId();
    sources = List.of();
  }

  /// Keep the last exchange whole, however long the conversation gets.
  Optional<Exchange> pin() {
    return conversations.pinLast(conversation);
  }

  /// The sources of the last answer.
  List<Citation> sources() {
    return sources;
  }

  /// A source: where it lies, and what it says.
  String shown(Citation source) {
    Path file = Path.of(source.document());
    String page = source.page().isPresent() ? ", page " + source.page().getAsInt() : "";
    return "%s%s%n%n“%s”"
        .formatted(
            console.link(file.toUri().toString(), source.document()),
            page,
            Texts.safe(source.quote()));
  }

  boolean isNamedApi(String word) {
    return workbench.apis().isNamed(word);
  }

  /// The names of the tools that are used; none where they cannot be had now.
  List<String> toolNames() {
    try (OpenTools open = setup.open(workbench)) {
      return open.tools().stream().map(tool -> tool.spec().name()).toList();
    } catch (CorvidException e) {
      return List.of();
    }
  }

  Console console() {
    return console;
  }

  @Override
  public void close() {
    held.close();
  }
}
