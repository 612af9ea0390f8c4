package dev.corvid.eval;

import dev.corvid.agent.CallDraft;
import dev.corvid.agent.Completion;
import dev.corvid.agent.FunctionCaller;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/// A way to get calls from a model.
@FunctionalInterface
interface CallWriter {
  int FREE_TOKENS = 512;

  CallAttempt write(CallCase asked);

  /// As the agent does it: a decision whether a function fits, then calls under a constraint.
  static CallWriter constrained(LanguageModel model) {
    return asked -> {
      FunctionCaller caller = new FunctionCaller(model, BfclTools.of(asked.functions()));
      FunctionCaller.Fit fit = caller.fit(asked.request(), GenerationListener.SILENT);
      if (!fit.isAdvised()) {
        return new CallAttempt(Optional.of(fit.logOdds()), "", Optional.of(List.of()), fit.usage());
      }
      FunctionCaller.Drafts drafts = caller.calls(asked.request(), GenerationListener.SILENT);
      List<WrittenCall> calls = drafts.calls().stream().map(CallWriter::written).toList();
      return new CallAttempt(
          Optional.of(fit.logOdds()),
          drafts.calls().stream()
              .map(draft -> "%s(%s)".formatted(draft.tool(), draft.arguments()))
              .collect(Collectors.joining(", ")),
          calls.isEmpty() ? Optional.empty() : Optional.of(calls),
          fit.usage().plus(drafts.usage()));
    };
  }

  private static WrittenCall written(CallDraft draft) {
    return new WrittenCall(draft.tool(), JsonLines.JSON.readTree(draft.arguments()));
  }

  /// Without decision and constraint, in the words of the chat template that Qwen's and other
  /// models have for tools: what a user of the bare model gets.
  static CallWriter free(LanguageModel model) {
    return asked -> {
      Prompt prompt = Prompt.chat(Message.system(system(asked)), Message.user(asked.request()));
      Completion completion =
          model.generate(prompt, GenerationOptions.greedy(FREE_TOKENS), GenerationListener.SILENT);
      return new CallAttempt(
          Optional.empty(),
          completion.text(),
          FreeCalls.read(completion.text()),
          completion.usage());
    };
  }

  private static String system(CallCase asked) {
    String functions =
        asked.functions().stream()
            .map(
                function -> {
                  ObjectNode schema = JsonLines.JSON.createObjectNode();
                  schema.put("name", function.path("name").asString());
                  schema.put("description", function.path("description").asString(""));
                  schema.set("parameters", BfclTools.schema(function.path("parameters")));
                  ObjectNode tool = JsonLines.JSON.createObjectNode().put("type", "function");
                  tool.set("function", schema);
                  return tool.toString();
                })
            .collect(Collectors.joining("\n"));
    return """
        You are Qwen, created by Alibaba Cloud. You are a helpful assistant.

        # Tools

        You may call one or more functions to assist with the user query.

        You are provided with function signatures within <tools></tools> XML tags:
        <tools>
        %s
        </tools>

        For each function call, return a json object with function name and arguments within <tool_call></tool_call> XML tags:
        <tool_call>
        {"name": <function-name>, "arguments": <args-json-object>}
        </tool_call>"""
        .formatted(functions);
  }
}
