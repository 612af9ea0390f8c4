package dev.corvid.agent;

import dev.corvid.agent.spi.AgentListener;
import dev.corvid.agent.spi.Approver;
import dev.corvid.agent.spi.ConversationMemory;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.RunJournal;
import dev.corvid.agent.spi.RunObserver;
import dev.corvid.agent.spi.Tool;
import dev.corvid.agent.spi.ToolSelector;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Answers questions from documents and works on tasks with tools. A run with tools is written down
/// as it goes: one that was cut off goes on from where it was, and nothing is sent twice.
/// Thread-safe if its parts are; it owns none of them.
///
/// ```java
/// var agent = Agent.with(model).retriever(handbook).tools(pets.tools()).build();
/// Outcome outcome = agent.ask("How do I cancel a booking?");
/// RunReport report = agent.run("Add a dog called Rex");
/// ```
public final class Agent {
  /// The name of the agent's own tool, which looks passages up: no other tool may have it.
  public static final String SEARCH_TOOL = "search_documents";

  /// The source that stands for what was answered before.
  private static final String CONVERSATION = "conversation";

  private static final int CONVERSATIONS = 64;

  private final LanguageModel model;
  private final RunJournal journal;
  private final List<Tool> tools;
  private final Optional<Retriever> retriever;
  private final ToolSelector selector;
  private final Optional<EpisodicMemory> memory;
  private final ApprovalMode mode;
  private final Approver approver;
  private final Map<String, ToolPolicy> policies;
  private final Map<String, List<String>> setup;
  private final Admission admission;
  private final RunObserver observer;
  private final ConversationMemory conversations;
  private final Clock clock;

  private Agent(Builder builder) {
    this.model = builder.model;
    this.journal = builder.journal;
    this.tools = builder.tools;
    this.retriever = builder.retriever;
    this.selector = builder.selector;
    this.memory = builder.memory;
    this.mode = builder.mode;
    this.approver = builder.approver;
    this.policies = builder.policies;
    this.setup = builder.setup;
    this.admission = builder.admission;
    this.observer = builder.observer;
    this.conversations = builder.conversations;
    this.clock = builder.clock;
  }

  /// An agent of this model; everything else may be left out.
  public static Builder with(LanguageModel model) {
    return new Builder(model);
  }

  /// Like [#ask(Task, AgentListener)], unheard.
  public Outcome ask(String question) {
    return ask(Task.question(question), AgentListener.SILENT);
  }

  /// Answer a question from documents, each sentence held against them. Nothing is called and
  /// nothing is written down.
  ///
  /// An interrupt of the calling thread ends it with a
  /// [java.util.concurrent.CancellationException].
  ///
  /// @throws BudgetException if it needs more than the task's budget
  /// @throws CorvidException what the model or the retriever reports
  /// @throws IllegalStateException if the agent has no retriever
  public Outcome ask(Task task, AgentListener listener) {
    Retriever documents =
        retriever.orElseThrow(
            () -> new IllegalStateException("the agent has no retriever, so no documents to ask"));
    return admitted(
        RunObserver.Operation.ASK, task.user(), () -> answered(task, documents, listener));
  }

  private Outcome answered(Task task, Retriever documents, AgentListener listener) {
    Outcome outcome = new DocumentAnswer(model, documents).to(task, earlier(task), listener);
    keep(task, outcome.answer());
    return outcome;
  }

  private <T> T admitted(RunObserver.Operation operation, String user, Supplier<T> work) {
    return observer.observe(operation, () -> admission.admit(() -> Requester.as(user, work)));
  }

  private List<Exchange> earlier(Task task) {
    return task.conversation().isEmpty()
        ? List.of()
        : conversations.exchanges(ConversationId.of(task));
  }

  private void keep(Task task, String answer) {
    if (!task.conversation().isEmpty()) {
      conversations.add(ConversationId.of(task), new Exchange(task.question(), answer));
    }
  }

  /// Like [#run(Task, AgentListener)], unheard.
  public RunReport run(String task) {
    return run(Task.withTools(task), AgentListener.SILENT);
  }

  /// Work on a task until it is done, given up, out of budget or waiting for the user's word.
  ///
  /// An interrupt of the calling thread ends it with a
  /// [java.util.concurrent.CancellationException]; the run can go on later.
  ///
  /// @throws BusyException if as many runs wait as may
  /// @throws CorvidException what the model, the retriever or the journal reports
  public RunReport run(Task task, AgentListener listener) {
    return admitted(
        RunObserver.Operation.RUN,
        task.user(),
        () -> {
          try (RunJournal.RunLog log = journal(task.user()).create()) {
            return work(new Replay(log, clock), Optional.of(task), listener);
          }
        });
  }

  /// Work on a task whose answer is a value: the model writes it under the schema of the type, so
  /// it can be read as one.
  ///
  /// @param answer a record, an enum or a simple type: see [JavaSchema]
  /// @return without a value unless the run is done
  /// @throws IllegalArgumentException if no schema can be made of the type
  public <T> TypedReport<T> run(String task, Class<T> answer) {
    RunReport report =
        run(Task.withTools(task).answeredAs(JavaSchema.of(answer)), AgentListener.SILENT);
    return new TypedReport<>(report, AnswerForm.read(report, answer));
  }

  /// Go on with a run that was cut off or waits. One that is over is told again.
  ///
  /// @throws JournalException if there is none of that id, another process is at it, or the tools
  ///   are not those it began with
  public RunReport resume(String run, AgentListener listener) {
    return resume(run, "", listener);
  }

  /// Like [#resume(String, AgentListener)], for a user.
  ///
  /// @throws JournalException also if the run is another user's, as if there were none
  public RunReport resume(String run, String user, AgentListener listener) {
    return admitted(RunObserver.Operation.RESUME, user, () -> resumed(run, user, listener));
  }

  private RunJournal journal(String user) {
    return user.isEmpty() ? journal : journal.ownedBy(user);
  }

  private RunReport resumed(String run, String user, AgentListener listener) {
    try (RunJournal.RunLog log = journal(user).open(run)) {
      List<JournalEntry.Placed> entries = log.entries();
      if (!entries.isEmpty()
          && entries.getFirst().entry() instanceof JournalEntry.Begun begun
          && !begun.task().user().equals(user)) {
        throw JournalException.unknownRun(run);
      }
      if (!entries.isEmpty() && entries.getLast().entry() instanceof JournalEntry.Ended) {
        RunReport report = RunReport.of(run, entries);
        if (!isRemembered(run, user)) {
          // The process ended before it could.
          remember(report, user, entries.getLast().at());
        }
        return report;
      }
      return work(new Replay(log, clock), Optional.empty(), listener);
    }
  }

  private RunReport work(Replay replay, Optional<Task> given, AgentListener listener) {
    JournalEntry.Begun begun =
        replay.once(
            JournalEntry.Begun.class,
            () ->
                new JournalEntry.Begun(
                    given.orElseThrow(() -> JournalException.unknownRun(replay.run())),
                    mode,
                    model.description().name(),
                    setup));
    if (!begun.model().equals(model.description().name())) {
      throw JournalException.diverged(
          "it began with the model %s, this is %s"
              .formatted(begun.model(), model.description().name()));
    }
    Run run = new Run(begun.task().budget(), listener, replay);
    try {
      replay.write(end(begun, replay, run));
      RunReport report = RunReport.of(replay.run(), replay.told());
      keep(begun.task(), report.answer());
      run.tell(new AgentEvent.RunEnded(report));
      remember(report, begun.task().user(), replay.writtenAt());
      return report;
    } catch (Suspended suspended) {
      return suspended.waiting(RunReport.of(replay.run(), replay.told()));
    }
  }

  private JournalEntry.Ended end(JournalEntry.Begun begun, Replay replay, Run run) {
    try {
      return worked(begun, replay, run);
    } catch (BudgetException e) {
      return new JournalEntry.Ended(RunStatus.BUDGET, String.valueOf(e.getMessage()), List.of());
    }
  }

  private JournalEntry.Ended worked(JournalEntry.Begun begun, Replay replay, Run run) {
    LanguageModel told = new JournalledModel(model, replay);
    List<Exchange> earlier =
        begun.task().conversation().isEmpty()
            ? List.of()
            : replay
                .once(JournalEntry.Heard.class, () -> new JournalEntry.Heard(earlier(begun.task())))
                .exchanges();
    Task task = new FollowUp(told, run).complete(begun.task(), earlier);
    List<String> lessons =
        replay
            .once(JournalEntry.Recalled.class, () -> new JournalEntry.Recalled(lessons(task)))
            .lessons();
    List<Tool> chosen = chosen(task, replay);
    if (chosen.isEmpty()) {
      return fromDocuments(task, told, replay, run);
    }
    Provenance provenance = provenance(begun.task(), task, earlier);
    Guard guard = new Guard(begun.approvals(), policies, provenance);
    Dispatcher dispatcher = new Dispatcher(replay, guard, approver, run, clock);
    ToolRun work =
        new ToolRun(
            task,
            told,
            chosen,
            retriever,
            lessons,
            new ToolRun.Parts(replay, dispatcher, guard, provenance, run));
    return work.fits() ? work.work() : fromDocuments(task, told, replay, run);
  }

  /// What the user said is the user's in a conversation too; what was answered is not, and a
  /// request that was completed by it asks before it changes anything.
  private static Provenance provenance(Task asked, Task task, List<Exchange> earlier) {
    Provenance provenance = new Provenance(asked.question());
    if (!task.equals(asked)) {
      earlier.forEach(exchange -> provenance.said(exchange.request()));
      earlier.forEach(exchange -> provenance.add(CONVERSATION, exchange.answer(), Set.of()));
      provenance.add(CONVERSATION, task.question(), Set.of());
    }
    return provenance;
  }

  private List<String> lessons(Task task) {
    return memory(task.user()).stream()
        .flatMap(memory -> memory.recall(task.question(), Lessons.SHOWN).stream())
        .map(recalled -> recalled.episode().lesson())
        .filter(lesson -> !lesson.isBlank())
        .distinct()
        .toList();
  }

  /// The tools of the run, the same ones when it goes on.
  private List<Tool> chosen(Task task, Replay replay) {
    Map<String, Tool> byName = new HashMap<>();
    tools.forEach(tool -> byName.put(tool.spec().name(), tool));
    JournalEntry.Selected selected =
        replay.once(
            JournalEntry.Selected.class,
            () ->
                new JournalEntry.Selected(
                    selected(
                        task.question(), tools.stream().map(Tool::spec).toList(), task.tools())));
    return selected.tools().stream()
        .map(
            spec -> {
              Tool tool = byName.get(spec.name());
              if (tool == null || !tool.spec().equals(spec)) {
                throw JournalException.diverged(
                    "the tool '%s' is not what it was".formatted(spec.name()));
              }
              return tool;
            })
        .toList();
  }

  private List<ToolSpec> selected(String request, List<ToolSpec> specs, int limit) {
    return NeededTools.with(selector.select(request, specs, limit), specs);
  }

  private JournalEntry.Ended fromDocuments(Task task, LanguageModel told, Replay replay, Run run) {
    if (retriever.isEmpty()) {
      return new JournalEntry.Ended(
          RunStatus.UNKNOWN, "I don't know: none of the tools does what is asked.", List.of());
    }
    Outcome outcome =
        new DocumentAnswer(told, new JournalledRetriever(retriever.get(), replay))
            .to(task, run::tell);
    RunStatus status =
        outcome.status() == Outcome.Status.UNKNOWN ? RunStatus.UNKNOWN : RunStatus.DONE;
    String answer =
        status == RunStatus.UNKNOWN || task.form().isEmpty()
            ? outcome.answer()
            : AnswerForm.write(told, task, outcome.answer(), run);
    return new JournalEntry.Ended(status, answer, outcome.citations());
  }

  private Optional<EpisodicMemory> memory(String user) {
    return memory.map(all -> user.isEmpty() ? new OwnedEpisodes(all, user) : all.ownedBy(user));
  }

  private boolean isRemembered(String run, String user) {
    return memory(user).stream()
        .flatMap(memory -> memory.episodes().stream())
        .anyMatch(episode -> episode.id().equals(run));
  }

  private void remember(RunReport report, String user, Instant when) {
    memory(user)
        .ifPresent(
            memory ->
                report
                    .status()
                    .ifPresent(status -> memory.add(Lessons.episode(report, status, when, user))));
  }

  /// Puts an agent together.
  public static final class Builder {
    private final LanguageModel model;
    private RunJournal journal = new MemoryRunJournal();
    private List<Tool> tools = List.of();
    private Optional<Retriever> retriever = Optional.empty();
    private ToolSelector selector = (task, all, limit) -> all.stream().limit(limit).toList();
    private Optional<EpisodicMemory> memory = Optional.empty();
    private ApprovalMode mode = ApprovalMode.ASK;
    private Approver approver = Approver.ABSENT;
    private Map<String, ToolPolicy> policies = Map.of();
    private Map<String, List<String>> setup = Map.of();
    private Admission admission = Admission.unlimited();
    private RunObserver observer = RunObserver.NONE;
    private ConversationMemory conversations = new InMemoryConversations(CONVERSATIONS);
    private Clock clock = Clock.systemUTC();

    private Builder(LanguageModel model) {
      this.model = Objects.requireNonNull(model, "model");
    }

    /// Where runs are written down; without it they are forgotten with the process.
    public Builder journal(RunJournal value) {
      journal = Objects.requireNonNull(value, "journal");
      return this;
    }

    /// What may be called.
    ///
    /// @throws IllegalArgumentException if two have one name
    public Builder tools(List<Tool> value) {
      Map<String, Long> names =
          value.stream()
              .collect(Collectors.groupingBy(tool -> tool.spec().name(), Collectors.counting()));
      names.forEach(
          (name, count) -> {
            if (count > 1 || name.equals(SEARCH_TOOL)) {
              throw new IllegalArgumentException("a tool's name must be its own, got " + name);
            }
          });
      tools = List.copyOf(value);
      return this;
    }

    /// What looks up passages in documents.
    public Builder retriever(Retriever value) {
      retriever = Optional.of(value);
      return this;
    }

    /// What chooses among the tools; without it the first ones are taken.
    public Builder selector(ToolSelector value) {
      selector = Objects.requireNonNull(value, "selector");
      return this;
    }

    /// What remembers runs.
    public Builder memory(EpisodicMemory value) {
      memory = Optional.of(value);
      return this;
    }

    /// What is sent without asking, and who is asked. A run that goes on keeps what it began with.
    public Builder approvals(ApprovalMode value, Approver asked) {
      mode = Objects.requireNonNull(value, "mode");
      approver = Objects.requireNonNull(asked, "approver");
      return this;
    }

    /// What the configuration says about tools, by their names.
    public Builder policies(Map<String, ToolPolicy> value) {
      policies = Map.copyOf(value);
      return this;
    }

    /// What a program needs to open the same tools and documents again; kept in the journal, so
    /// without secrets.
    public Builder setup(Map<String, List<String>> value) {
      setup = Map.copyOf(value);
      return this;
    }

    /// How many runs work at a time; without it as many as come.
    public Builder admission(Admission value) {
      admission = Objects.requireNonNull(value, "admission");
      return this;
    }

    /// Who stands around each question and each run, to measure them.
    public Builder observer(RunObserver value) {
      observer = Objects.requireNonNull(value, "observer");
      return this;
    }

    /// What remembers conversations; without it the latest are, as long as the process lives.
    public Builder conversations(ConversationMemory value) {
      conversations = Objects.requireNonNull(value, "conversations");
      return this;
    }

    Builder clock(Clock value) {
      clock = value;
      return this;
    }

    public Agent build() {
      return new Agent(this);
    }
  }
}
