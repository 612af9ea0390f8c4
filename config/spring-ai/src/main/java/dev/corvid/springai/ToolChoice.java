package dev.corvid.springai;

import dev.corvid.agent.CallDraft;
import dev.corvid.agent.Effect;
import dev.corvid.agent.FunctionCaller;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.Usage;
import dev.corvid.agent.YesNo;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/// Decides which tools a conversation calls for next, if any. A call that was made since the user
/// spoke last is not made again, so that a conversation with tools ends whatever the model wants.
final class ToolChoice {
  /// How often tools are called for what the user said last.
  private static final int MOST_ROUNDS = 8;

  private static final String ORIGIN = "spring-ai";

  private static final String DONE =
      "The user asked: %s\n\nCalled already:\n%s\n\n"
          + "Is everything of this done and known now? Reply yes or no.";

  /// Log-odds from which on nothing more is called, those of a run with tools. A call too few is
  /// told by the answer, a call too many may change something that nobody asked for.
  private static final double SURELY_DONE = 1.12;

  private final LanguageModel model;
  private final Map<String, String> originals = new HashMap<>();
  private final FunctionCaller caller;

  ToolChoice(LanguageModel model, List<ToolCallback> tools) {
    this.model = model;
    List<ToolDefinition> definitions = tools.stream().map(ToolCallback::getToolDefinition).toList();
    Map<String, String> names =
        LegalNames.of(definitions.stream().map(ToolDefinition::name).toList());
    List<ToolSpec> specs = new ArrayList<>();
    for (ToolDefinition definition : definitions) {
      String name = names.getOrDefault(definition.name(), definition.name());
      originals.put(name, definition.name());
      specs.add(Specs.of(name, definition, Effect.WRITE, ORIGIN));
    }
    this.caller = new FunctionCaller(model, specs);
  }

  /// What is to be called next.
  ///
  /// @param calls possibly none: then the model answers
  /// @param usage what deciding cost
  record Choice(List<AssistantMessage.ToolCall> calls, Usage usage) {}

  Choice choose(
      List<org.springframework.ai.chat.messages.Message> conversation,
      GenerationListener listener) {
    Dialogue dialogue = Dialogue.of(conversation);
    if (dialogue.rounds() >= MOST_ROUNDS || dialogue.request().isEmpty()) {
      return new Choice(List.of(), Usage.NONE);
    }
    FunctionCaller.Fit fit = caller.fit(dialogue.question(), listener);
    Usage spent = fit.usage();
    if (!fit.isAdvised()) {
      return new Choice(List.of(), spent);
    }
    if (dialogue.rounds() > 0) {
      Prompt asked =
          Prompt.chat(Message.user(DONE.formatted(dialogue.request(), dialogue.known())));
      YesNo done = YesNo.ask(model, asked, listener);
      spent = spent.plus(done.usage());
      if (done.logOdds() > SURELY_DONE) {
        return new Choice(List.of(), spent);
      }
    }
    String question = dialogue.questionWithBackground();
    FunctionCaller.Drafts drafts =
        dialogue.rounds() == 0 ? caller.calls(question, listener) : caller.call(question, listener);
    return new Choice(unmade(drafts.calls(), dialogue.made()), spent.plus(drafts.usage()));
  }

  private List<AssistantMessage.ToolCall> unmade(List<CallDraft> drafts, List<Dialogue.Call> made) {
    Set<Dialogue.Call> known = new HashSet<>(made);
    List<AssistantMessage.ToolCall> calls = new ArrayList<>();
    for (CallDraft draft : drafts) {
      String tool = originals.getOrDefault(draft.tool(), draft.tool());
      if (known.add(Dialogue.Call.of(tool, draft.arguments()))) {
        String id = "call-" + UUID.randomUUID();
        calls.add(new AssistantMessage.ToolCall(id, "function", tool, draft.arguments()));
      }
    }
    return calls;
  }
}
