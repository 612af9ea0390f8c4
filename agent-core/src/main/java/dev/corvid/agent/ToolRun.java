package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run with tools, from its plan to its answer: plan, call, inspect, answer. Everything that
/// does not follow from what came before goes through the [Replay], so the same code goes on after
/// a crash. Belongs to the run's thread.
final class ToolRun {
  /// A call is corrected so often.
  private static final int CORRECTIONS = 2;

  /// Before a call, so many others may be made to find out what it is about.
  private static final int LOOKUPS = 2;

  /// The user is asked so often.
  private static final int QUESTIONS = 2;

  private final Task task;
  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final List<ToolSpec> specs;
  private final Optional<DocumentSearch> documents;
  private final Replay replay;
  private final Dispatcher dispatcher;
  private final Guard guard;
  private final Provenance provenance;
  private final Run run;
  private final ToolDialogue dialogue;
  private final CallDrafter drafter;
  private final Map<String, String> made = new HashMap<>();
  private final List<String> ahead = new ArrayList<>();
  private List<ToolSpec> allowed = List.of();
  private String failure = "";
  private boolean refused;
  private boolean knows;
  private boolean searched;
  private boolean changed;
  private boolean unreadChange;
  private boolean unknown;
  private int calls;
  private int questions;

  ToolRun(
      Task task,
      LanguageModel model,
      List<Tool> tools,
      Optional<Retriever> retriever,
      List<String> lessons,
      Parts parts) {
    this.task = task;
    tools.forEach(tool -> this.tools.put(tool.spec().name(), tool));
    this.replay = parts.replay();
    this.dispatcher = parts.dispatcher();
    this.guard = parts.guard();
    this.provenance = parts.provenance();
    this.run = parts.run();
    List<ToolSpec> known = new ArrayList<>(tools.stream().map(Tool::spec).toList());
    this.documents =
        retriever.map(found -> new DocumentSearch(task, found, parts.replay(), parts.run()));
    documents.ifPresent(search -> known.add(DocumentSearch.SPEC));
    this.specs = List.copyOf(known);
    this.dialogue = new ToolDialogue(model, specs, run, request(task, lessons));
    this.drafter = new CallDrafter(dialogue, specs, task.question());
  }

  /// What a run works with.
  record Parts(Replay replay, Dispatcher dispatcher, Guard guard, Provenance provenance, Run run) {}

  private static String request(Task task, List<String> lessons) {
    return lessons.isEmpty()
        ? task.question().strip()
        : "%s\n\nWhat similar tasks taught:\n- %s"
            .formatted(task.question().strip(), String.join("\n- ", lessons));
  }

  boolean fits() {
    return dialogue.fits();
  }

  /// Plan, call and inspect, once more if the first attempt fails; then answer.
  JournalEntry.Ended work() {
    allowed = allowed();
    if (allowed.stream().anyMatch(spec -> spec.effect() == Effect.WRITE)) {
      drafter.change();
      // Which thing is changed is held to what was read before each change.
      searched = true;
    }
    if (allowed.isEmpty()) {
      return new JournalEntry.Ended(
          RunStatus.UNKNOWN, "I don't know: none of the tools does what is asked.", List.of());
    }
    boolean done = attempt();
    if (!done && !failure.isEmpty() && !refused && hasRoom()) {
      run.step();
      dialogue.reflect();
      failure = "";
      // What failed may be tried once more as it was; what was done may not.
      made.values().removeIf(problem -> !problem.isEmpty());
      done = attempt();
    }
    if (!failure.isEmpty()) {
      return new JournalEntry.Ended(RunStatus.FAILED, "Not done: " + failure, List.of());
    }
    if (!done && !provenance.isTainted()) {
      return new JournalEntry.Ended(
          RunStatus.BUDGET, "The budget is used up before anything is known.", List.of());
    }
    if (unknown) {
      return notKnown();
    }
    return answer(done ? RunStatus.DONE : RunStatus.BUDGET);
  }

  private static JournalEntry.Ended notKnown() {
    return new JournalEntry.Ended(
        RunStatus.UNKNOWN, "I don't know: what was found does not say.", List.of());
  }

  /// Whether the plan was carried out and the model finds the task done.
  private boolean attempt() {
    run.step();
    List<String> plan = knowingFirst(dialogue.plan(allowed));
    boolean before = !provenance.isTainted();
    replay.once(JournalEntry.Planned.class, () -> new JournalEntry.Planned(plan, before));
    guard.plan(plan);
    run.tell(new AgentEvent.Planned(plan));
    ahead.clear();
    ahead.addAll(plan);
    while (!ahead.isEmpty()) {
      if (!hasRoom()) {
        return false;
      }
      ToolSpec next = spec(ahead.removeFirst());
      if (isOptional(next) && isDone()) {
        return true;
      }
      if (!step(List.of(next), LOOKUPS) && !bears(next.effect())) {
        return false;
      }
    }
    return goOn();
  }

  /// A small model plans more than is needed. A change that the user asks for has to be made, and
  /// what is planned to be read after it is not known before.
  private boolean isOptional(ToolSpec tool) {
    return tool.effect() == Effect.READ ? !unreadChange : isCalled(tool);
  }

  /// Whether something is known, it says what the request is about, and the model finds the task
  /// done.
  private boolean isDone() {
    if (!knows) {
      return false;
    }
    List<String> unseen = drafter.unseen();
    if (unseen.isEmpty() || searched) {
      return dialogue.isDone();
    }
    // Once: a name may stand for something that no tool says.
    searched = true;
    dialogue.tell(
        "Nothing that was read mentions %s. Find it first.".formatted(String.join(" ", unseen)));
    return false;
  }

  /// Call what the plan left out, until the model finds the task done.
  private boolean goOn() {
    while (!isDone()) {
      if (!hasRoom()) {
        return false;
      }
      int madeBefore = calls;
      List<ToolSpec> choices = beyondPlan();
      Effect worst = choices.equals(reads()) ? Effect.READ : Effect.WRITE;
      if (!step(choices, LOOKUPS)) {
        return bears(worst);
      }
      if (calls == madeBefore) {
        // There is nothing new to call. A change that was made is told, a guess is not.
        unknown = !changed;
        return true;
      }
    }
    return true;
  }

  /// Whether to go on after a failure, which counts no more then. A change that was made stays made
  /// if nothing can be read afterwards: what was removed is not found any more.
  private boolean bears(Effect effect) {
    boolean goesOn = changed && effect == Effect.READ && !refused;
    if (goesOn) {
      failure = "";
    }
    return goesOn;
  }

  private ToolSpec spec(String name) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst().orElseThrow();
  }

  /// What may be called in this run: what only reads, and the changes that the user asks for. That
  /// is decided before anything is read that somebody else wrote.
  private List<ToolSpec> allowed() {
    List<ToolSpec> changes = specs.stream().filter(spec -> spec.effect() == Effect.WRITE).toList();
    List<ToolSpec> asked =
        Questions.isOnly(task.question(), changes) ? List.of() : dialogue.asked(changes);
    return specs.stream()
        .filter(spec -> spec.effect() == Effect.READ || asked.contains(spec))
        .toList();
  }

  /// What documents say is looked up before anything is called: a small model plans it where the
  /// task mentions it, and makes the values up until then.
  private static List<String> knowingFirst(List<String> plan) {
    List<String> ordered = new ArrayList<>(plan);
    if (ordered.removeIf(DocumentSearch.SPEC.name()::equals)) {
      ordered.addFirst(DocumentSearch.SPEC.name());
    }
    return ordered;
  }

  /// What may be called when the plan is carried out and the task not done. A model that is not
  /// sure goes on, so what changes something must have been planned, unless nothing was changed
  /// yet.
  private List<ToolSpec> beyondPlan() {
    List<ToolSpec> reads = reads();
    return changed && !reads.isEmpty() ? reads : allowed;
  }

  private List<ToolSpec> reads() {
    return specs.stream().filter(spec -> spec.effect() == Effect.READ).toList();
  }

  private boolean hasRoom() {
    if (!run.hasRoom(ToolDialogue.ANSWER_TOKENS, replay.elapsed())) {
      return false;
    }
    if (!dialogue.hasRoom()) {
      compact();
    }
    return dialogue.hasRoom();
  }

  /// Begin the prompt anew when the context is full.
  private void compact() {
    JournalEntry.Compacted compacted = dialogue.compact();
    replay.once(JournalEntry.Compacted.class, () -> compacted);
    run.tell(new AgentEvent.Compacted(compacted.before(), compacted.after()));
  }

  /// Add what was read to what the model reads next.
  private void tellData(String text) {
    if (dialogue.isCrowdedBy(text)) {
      compact();
    }
    dialogue.tellData(text);
  }

  /// One call with its corrections; false if it failed for good.
  ///
  /// @param lookups how many calls may be made before it to find out what it is about
  private boolean step(List<ToolSpec> choices, int lookups) {
    run.step();
    for (int i = 0; i <= CORRECTIONS && !refused && (i == 0 || hasRoom()); i++) {
      Optional<CallDraft> draft = known(choices, lookups);
      if (refused) {
        // What it needs to know was not allowed.
        return false;
      }
      String key = draft.map(ToolRun::key).orElse("");
      if (made.containsKey(key)) {
        dialogue.tell("This call was made already; what came of it is above.");
        failure = made.getOrDefault(key, "");
        return failure.isEmpty();
      }
      failure = draft.filter(call -> mayBe(call, choices)).map(this::make).orElseGet(this::noCall);
      if (failure.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// The next call, after what it needs was looked up, or else asked of the user.
  private Optional<CallDraft> known(List<ToolSpec> choices, int lookups) {
    Optional<CallDraft> draft = drafter.draft(choices);
    for (int left = lookups; left > 0 && hasRoom(); left--) {
      Optional<Unknown> unknown = draft.flatMap(drafter::unknown);
      if (unknown.isEmpty()) {
        return draft;
      }
      if (!isLookedUp(unknown.get(), draft.get().tool(), left - 1)) {
        break;
      }
      draft = drafter.draft(choices);
    }
    Optional<Unknown> unknown = draft.filter(drafter::isWrite).flatMap(drafter::unknown);
    if (unknown.isEmpty() || refused || questions >= QUESTIONS) {
      return draft;
    }
    ask(unknown.get().what());
    return drafter.draft(choices);
  }

  /// Whether a call of another tool was made that may say what a tool needs.
  private boolean isLookedUp(Unknown unknown, String tool, int lookups) {
    if (reads().isEmpty()) {
      return false;
    }
    dialogue.tell(unknown.what() + ". Find it out first with another function.");
    String before = failure;
    boolean found = step(lookup(unknown, tool), lookups);
    if (found) {
      failure = before;
    }
    return found;
  }

  /// Ask the user what nothing else says. The answer counts as part of the task.
  private void ask(String unknown) {
    questions++;
    String said = dispatcher.ask("I cannot tell: %s. Which one is meant?".formatted(unknown));
    provenance.said(said);
    drafter.said(said);
  }

  /// What may find out what a call needs: a read that speaks of it or of what the request numbers
  /// ("the customer of booking 703"), one that the plan has later anyway, or any other; rather one
  /// that was not called yet.
  private List<ToolSpec> lookup(Unknown unknown, String tool) {
    List<ToolSpec> others = reads().stream().filter(spec -> !spec.name().equals(tool)).toList();
    List<ToolSpec> fresh = others.stream().filter(spec -> !isCalled(spec)).toList();
    List<ToolSpec> telling = fresh.stream().filter(spec -> drafter.mayTell(spec, unknown)).toList();
    Optional<ToolSpec> planned =
        (telling.isEmpty() ? fresh : telling)
            .stream().filter(spec -> ahead.contains(spec.name())).findFirst();
    planned.ifPresent(spec -> ahead.remove(spec.name()));
    return planned
        .map(List::of)
        .orElseGet(
            () ->
                Stream.of(telling, fresh, others, reads())
                    .filter(choices -> !choices.isEmpty())
                    .findFirst()
                    .orElseThrow());
  }

  private boolean isCalled(ToolSpec tool) {
    return made.keySet().stream().anyMatch(call -> call.startsWith(tool.name() + " "));
  }

  /// A model that keeps to no constraint may write a change where none is due.
  private boolean mayBe(CallDraft draft, List<ToolSpec> choices) {
    return choices.stream().anyMatch(spec -> spec.name().equals(draft.tool()))
        || !drafter.isWrite(draft);
  }

  private String noCall() {
    dialogue.tell("This is no call that can be made now.");
    return "the model wrote something else than a call";
  }

  /// Make a call or look something up; returns what went wrong, or nothing.
  private String make(CallDraft draft) {
    String problem =
        draft.tool().equals(DocumentSearch.SPEC.name())
            ? documents.map(search -> search(search, draft)).orElseGet(() -> call(draft))
            : call(draft);
    made.put(key(draft), problem);
    return problem;
  }

  /// Look something up, which cannot go wrong.
  private String search(DocumentSearch documents, CallDraft draft) {
    List<Passage> read = documents.search(draft.arguments());
    calls++;
    knows = true;
    StringBuilder text = new StringBuilder("Passages found, which are data:\n");
    read.forEach(passage -> text.append("- ").append(passage.text().strip()).append('\n'));
    read.forEach(passage -> provenance.add(Provenance.DOCUMENTS, passage.text(), Set.of()));
    drafter.read(draft, read.stream().map(Passage::text).toList());
    tellData(read.isEmpty() ? "No passage was found." : text.toString());
    return "";
  }

  /// Make a call; returns what went wrong, or nothing.
  private String call(CallDraft draft) {
    Tool tool = tools.get(draft.tool());
    if (tool == null) {
      dialogue.tell("There is no function of that name.");
      return "there is no tool '%s'".formatted(draft.tool());
    }
    ToolCall call =
        new ToolCall(
            "%s.%d".formatted(replay.run(), ++calls), draft.tool(), draft.arguments(), task.user());
    ToolRequest request;
    try {
      request = tool.prepare(call);
    } catch (ToolArgumentsException e) {
      return notCalled(call, true, String.valueOf(e.getMessage()));
    }
    if (request.effect() == Effect.WRITE) {
      Optional<Unknown> unknown = drafter.unknown(draft);
      if (unknown.isPresent()) {
        return notCalled(call, true, unknown.get().what());
      }
    }
    return switch (dispatcher.dispatch(tool, request)) {
      case Dispatcher.Dispatched.Answered(ToolResult result) -> inspect(draft, tool.spec(), result);
      case Dispatcher.Dispatched.Refused(String why) -> notCalled(call, false, why);
      case Dispatcher.Dispatched.Revised(String arguments) -> revised(draft, arguments);
    };
  }

  /// Make a call with the arguments that the user gave it: they count as part of the task.
  private String revised(CallDraft draft, String arguments) {
    provenance.said(arguments);
    drafter.said(arguments);
    return call(new CallDraft(draft.tool(), arguments));
  }

  private String notCalled(ToolCall call, boolean allowed, String why) {
    refused = !allowed;
    replay.once(JournalEntry.NotCalled.class, () -> new JournalEntry.NotCalled(call, allowed, why));
    dialogue.tell("The call was not made: %s.".formatted(why));
    run.tell(
        new AgentEvent.CallEnded(
            new RunReport.Step(
                call.tool(), call.arguments(), allowed ? "invalid" : "refused", why)));
    return "%s was not called: %s".formatted(call.tool(), why);
  }

  private String inspect(CallDraft draft, ToolSpec spec, ToolResult result) {
    provenance.add(spec.origin(), result.text(), result.typedValues());
    boolean ok = result.status() == ToolResult.Status.OK;
    drafter.read(ok ? draft : new CallDraft(draft.tool(), "{}"), List.of(result.text().strip()));
    knows |= ok;
    unreadChange = ok ? spec.effect() == Effect.WRITE : unreadChange;
    if (ok && spec.effect() == Effect.WRITE) {
      changed = true;
      made.keySet().removeIf(this::isRead);
    }
    tellData(
        "%s of %s%s, which is data:\n%s"
            .formatted(ok ? "Result" : "Error", spec.name(), count(result.text()), result.text()));
    run.tell(
        new AgentEvent.CallEnded(
            new RunReport.Step(
                draft.tool(), draft.arguments(), RunReport.word(result.status()), result.text())));
    return ok ? "" : "%s answered %s".formatted(spec.name(), result.code());
  }

  /// How many items a list has: small models count badly.
  private static String count(String text) {
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      return json.isArray() ? " (%d items)".formatted(json.size()) : "";
    } catch (JacksonException e) {
      return "";
    }
  }

  /// What was read before a write may be different after it: it may be read again.
  private boolean isRead(String call) {
    return specs.stream()
        .filter(spec -> spec.effect() == Effect.READ)
        .anyMatch(spec -> call.startsWith(spec.name() + " "));
  }

  private JournalEntry.Ended answer(RunStatus status) {
    String text = task.form().isEmpty() ? dialogue.answer() : dialogue.answer(task.form());
    if (!changed && !drafter.grounds(text)) {
      run.tell(new AgentEvent.DraftWithdrawn(text));
      return notKnown();
    }
    if (!task.form().isEmpty()) {
      return new JournalEntry.Ended(status, text, List.of());
    }
    return documents
        .map(search -> search.cited(status, text))
        .orElseGet(() -> new JournalEntry.Ended(status, text, List.of()));
  }

  /// The same for the same arguments in another order.
  private static String key(CallDraft draft) {
    JsonNode json = JsonMapper.shared().readTree(draft.arguments());
    Map<String, JsonNode> sorted = new TreeMap<>();
    json.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    return draft.tool() + " " + sorted;
  }
}
