package dev.corvid.agent;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets the model write calls, and holds them to what is known: what the request mentions, what the
/// user said and what was read. Belongs to the run's thread.
final class CallDrafter {
  private final ToolDialogue dialogue;
  private final Map<String, ToolSpec> specs;
  private final Mentioned mentioned;
  private final Given given;
  private final Kinds kinds;
  private boolean changes;

  CallDrafter(ToolDialogue dialogue, List<ToolSpec> specs, String request) {
    this.dialogue = dialogue;
    this.specs =
        specs.stream().collect(Collectors.toUnmodifiableMap(ToolSpec::name, Function.identity()));
    this.mentioned = new Mentioned(request);
    this.given = new Given(specs);
    this.kinds = new Kinds(specs);
    given.request(request);
  }

  /// The model's next call without the arguments that it need not give and that nobody gave; none
  /// if it wrote something else.
  Optional<CallDraft> draft(List<ToolSpec> choices) {
    return dialogue
        .call(choices.stream().map(this::narrow).toList())
        .map(draft -> spec(draft).map(spec -> kept(spec, draft)).orElse(draft));
  }

  private CallDraft kept(ToolSpec tool, CallDraft draft) {
    return given.withFullNames(given.withoutInvented(tool, draft));
  }

  /// Where something is to be changed, a value in the request is the new one: what is looked up for
  /// it has another.
  private ToolSpec narrow(ToolSpec tool) {
    return given.narrow(changes && tool.effect() == Effect.READ ? tool : mentioned.narrow(tool));
  }

  /// The run is to change something.
  void change() {
    changes = true;
  }

  /// Whether a tool may tell what is unknown: it speaks of such things, or of what the request
  /// numbers ("the customer of booking 703").
  boolean mayTell(ToolSpec tool, Unknown unknown) {
    return kinds.tells(tool, unknown.kinds())
        || !Collections.disjoint(Kinds.of(tool.name()), given.numbered());
  }

  /// Names in the request, and codes of what tools can read, that nothing which was read mentions.
  List<String> unseen() {
    Set<String> read =
        specs.values().stream()
            .filter(spec -> spec.effect() == Effect.READ)
            .flatMap(spec -> Kinds.of(spec.name()).stream())
            .collect(Collectors.toUnmodifiableSet());
    return Stream.concat(given.unseen("").stream(), given.unseen(read).stream()).toList();
  }

  /// What has to be known before a call can be made.
  Optional<Unknown> unknown(CallDraft draft) {
    return spec(draft).flatMap(spec -> unknown(spec, draft.arguments()));
  }

  private Optional<Unknown> unknown(ToolSpec tool, String arguments) {
    Optional<String> madeUp = given.madeUp(tool, arguments);
    if (madeUp.isPresent()) {
      return Optional.of(
          new Unknown("nobody gave this %s".formatted(madeUp.get()), kinds.of(tool, madeUp.get())));
    }
    List<String> unseen = given.unseen(tool, arguments);
    if (!unseen.isEmpty()) {
      return Optional.of(
          new Unknown(
              "nothing that was read mentions %s".formatted(String.join(" ", unseen)),
              kinds(tool)));
    }
    return given
        .unmeant(tool, arguments)
        .map(
            parameter ->
                new Unknown(
                    "nothing that was read says that this %s is meant".formatted(parameter),
                    kinds.of(tool, parameter)));
  }

  /// All that the parameters of a tool name.
  private Set<String> kinds(ToolSpec tool) {
    return ToolText.parameters(tool).path("properties").propertyNames().stream()
        .flatMap(parameter -> kinds.of(tool, parameter).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  Optional<ToolSpec> spec(CallDraft draft) {
    return Optional.ofNullable(specs.get(draft.tool()));
  }

  boolean isWrite(CallDraft draft) {
    return spec(draft).filter(spec -> spec.effect() == Effect.WRITE).isPresent();
  }

  /// Whether an answer has nothing made up in it that can be told from what was given.
  boolean grounds(String answer) {
    return given.grounds(answer);
  }

  /// The user said something more.
  void said(String text) {
    given.request(text);
    dialogue.tell("The user says: " + text);
  }

  /// Something was read.
  ///
  /// @param draft the call that found it
  void read(CallDraft draft, List<String> texts) {
    texts.forEach(text -> given.read(draft.tool(), draft.arguments(), text));
  }
}
