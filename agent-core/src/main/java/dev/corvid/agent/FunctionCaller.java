package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lets a model choose among tools: whether one of them does what a request asks, and with which
/// arguments. Asked freely a small model calls a tool whatever is asked and fills in what nobody
/// said; so the decision is a score of its own, and the calls are written under their schema.
///
/// All prompts begin with the tools, so a model reads those once. Thread-safe if its model is,
/// which it does not own.
public final class FunctionCaller {
  private static final String SYSTEM =
      "You decide whether a function fits a request, and how it is called.";

  // Asked before it reads the request the model decides much better than afterwards.
  private static final String FITS =
      "Does one of these functions do what the user asks? Reply yes or no.\n\nRequest: %s";

  private static final String ONE =
      "Request: %s\n\nWrite the next call as JSON: {\"name\": ..., \"arguments\": {...}}. "
          + "Leave out optional parameters that the request does not mention.";

  private static final String MANY =
      "Request: %s\n\nWrite the calls as a JSON array of {\"name\": ..., \"arguments\": {...}}. "
          + "Leave out optional parameters that the request does not mention.";

  /// A call is closed when it reaches so many tokens.
  private static final int LONGEST_CALL = 512;

  private static final int LONGEST_CALLS = 1024;

  private final LanguageModel model;
  private final List<ToolSpec> tools;
  private final String functions;

  /// @param tools what may be called, in the order in which the model reads them; at least one
  /// @throws IllegalArgumentException if a tool's parameters are no JSON object
  public FunctionCaller(LanguageModel model, List<ToolSpec> tools) {
    this.model = model;
    this.tools = List.copyOf(tools);
    Checks.requireAtLeast(1, this.tools.size(), "the number of tools");
    this.functions = "Functions:\n" + ToolText.of(this.tools);
  }

  /// How sure the model is that a tool fits a request.
  ///
  /// @param logOdds `log P(yes) - log P(no)` when asked
  /// @param usage what asking cost
  public record Fit(double logOdds, Usage usage) {
    // Set by eye on 15 cases of BFCL with the default model: log-odds of 1.3 to 3.7 where a
    // function fits, and seldom more than 0.7 where none does.
    private static final double INTERCEPT = -2.5;
    private static final double SLOPE = 2.5;

    /// The probability that one of the tools does what the request asks.
    public double probability() {
      return 1 / (1 + Math.exp(-(INTERCEPT + SLOPE * logOdds)));
    }

    /// Whether to call a tool.
    public boolean isAdvised() {
      return probability() > 0.5;
    }
  }

  /// What a model wrote.
  ///
  /// @param calls in the order in which they are to be made
  /// @param usage what writing cost
  public record Drafts(List<CallDraft> calls, Usage usage) {
    public Drafts {
      calls = List.copyOf(calls);
    }
  }

  /// Ask whether one of the tools does what the request asks.
  ///
  /// @throws CorvidException of kind `INPUT` if tools and request do not fit the context
  public Fit fit(String request, GenerationListener listener) {
    YesNo answer = YesNo.ask(model, prompt(request, FITS), listener);
    return new Fit(answer.logOdds(), answer.usage());
  }

  /// Write one call: the next one to make.
  ///
  /// @return one call, or none if the model does not keep to the constraint
  /// @throws CorvidException of kind `INPUT` if tools and request do not fit the context
  public Drafts call(String request, GenerationListener listener) {
    return write(prompt(request, ONE), LONGEST_CALL, CallSchema.one(mentioned(request)), listener);
  }

  /// Write all calls that the request needs.
  ///
  /// @return one call or more, or none if the model does not keep to the constraint
  /// @throws CorvidException of kind `INPUT` if tools and request do not fit the context
  public Drafts calls(String request, GenerationListener listener) {
    return write(
        prompt(request, MANY), LONGEST_CALLS, CallSchema.many(mentioned(request)), listener);
  }

  /// The tools with what the request mentions required. What the model reads of them stays the
  /// same.
  private List<ToolSpec> mentioned(String request) {
    Mentioned mentioned = new Mentioned(request);
    return tools.stream().map(mentioned::narrow).toList();
  }

  private Prompt prompt(String request, String question) {
    return Prompt.chat(
        Message.system(SYSTEM),
        Message.user(functions + "\n\n" + question.formatted(request.strip())));
  }

  private Drafts write(
      Prompt prompt, int maxTokens, Constraint constraint, GenerationListener listener) {
    Completion completion =
        model.generate(
            prompt, GenerationOptions.greedy(maxTokens).withConstraint(constraint), listener);
    return new Drafts(read(completion.text()), completion.usage());
  }

  /// The calls in a JSON object or array; what is no call of a known tool is left out.
  private List<CallDraft> read(String text) {
    Set<String> names = new HashSet<>();
    tools.forEach(tool -> names.add(tool.name()));
    List<CallDraft> calls = new ArrayList<>();
    try {
      JsonNode json = JsonMapper.shared().readTree(text);
      for (JsonNode call : json.isArray() ? json.values() : List.of(json)) {
        JsonNode arguments = call.path("arguments");
        if (names.contains(call.path("name").asString("")) && arguments.isObject()) {
          calls.add(new CallDraft(call.path("name").stringValue(), arguments.toString()));
        }
      }
    } catch (JacksonException e) {
      // A model elsewhere may not know constraints: it made no call.
      return List.of();
    }
    return calls;
  }
}
