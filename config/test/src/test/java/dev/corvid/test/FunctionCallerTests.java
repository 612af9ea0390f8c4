package dev.corvid.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.CallDraft;
import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.Effect;
import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.FunctionCaller;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FunctionCallerTests {
  private static final ToolSpec WEATHER =
      new ToolSpec(
          "weather",
          "Tell the weather.",
          "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}",
          Effect.READ,
          "test",
          List.of());

  private static FunctionCaller caller(ScriptedLanguageModel model) {
    return new FunctionCaller(model, List.of(WEATHER));
  }

  private static FunctionCaller.Fit fit(double yes, double no) {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies()
            .scoring(
                (prompt, text) ->
                    switch (text) {
                      case "yes" -> yes;
                      case "No" -> no;
                      default -> -30;
                    });
    return caller(model).fit("How warm is it in Kyoto?", GenerationListener.SILENT);
  }

  @Test
  void aToolFitsIfYesIsLikelierThanNoInEitherCase() {
    assertThat(fit(-0.1, -12).logOdds()).isEqualTo(11.9);
    assertThat(fit(-0.1, -12).isAdvised()).isTrue();
    assertThat(fit(-12, -0.1).isAdvised()).isFalse();
    assertThat(fit(-0.1, -12).probability()).isGreaterThan(fit(-0.1, -6).probability());
  }

  @Test
  void theCallsAreReadFromTheArray() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies(
            """
            [{"name": "weather", "arguments": {"city": "Kyoto"}}, \
            {"name": "weather", "arguments": {"city": "Oslo"}}]""");

    assertThat(caller(model).calls("Kyoto and Oslo?", GenerationListener.SILENT).calls())
        .containsExactly(
            new CallDraft("weather", "{\"city\":\"Kyoto\"}"),
            new CallDraft("weather", "{\"city\":\"Oslo\"}"));
  }

  @Test
  void allPromptsBeginAlike() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies("[]", "{\"name\": \"weather\", \"arguments\": {}}");
    FunctionCaller caller = caller(model);

    caller.calls("How warm is it?", GenerationListener.SILENT);
    caller.call("How warm is it?", GenerationListener.SILENT);

    for (Prompt prompt : model.prompts()) {
      assertThat(((Prompt.Chat) prompt).messages().getLast().text())
          .startsWith(
              """
              Functions:
              weather: Tell the weather.
              - city (string, optional)

              Request: How warm is it?

              Write the""");
    }
    assertThat(((Prompt.Chat) model.prompts().getFirst()).messages().getFirst())
        .isEqualTo(((Prompt.Chat) model.prompts().getLast()).messages().getFirst());
  }

  @Test
  void whatIsNoCallOfAKnownToolIsLeftOut() {
    ScriptedLanguageModel model =
        ScriptedLanguageModel.replies(
            "[{\"name\": \"delete\", \"arguments\": {}}, {\"name\": \"weather\"}, 7]",
            "The weather is nice.",
            "[".repeat(100_000));
    FunctionCaller caller = caller(model);

    for (int i = 0; i < 3; i++) {
      assertThat(caller.calls("How warm is it?", GenerationListener.SILENT).calls()).isEmpty();
    }
  }

  @Test
  void withoutToolsThereIsNothingToChoose() {
    assertThatThrownBy(() -> new FunctionCaller(ScriptedLanguageModel.replies(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(">= 1");
  }

  /// A model that tells under which constraints it was to write.
  private static final class Overheard extends ForwardingLanguageModel {
    private final List<Constraint> constraints = new ArrayList<>();

    Overheard(LanguageModel model) {
      super(model);
    }

    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, GenerationListener listener) {
      constraints.add(options.constraint());
      return super.generate(prompt, options, listener);
    }
  }

  @Test
  void aSwitchThatTheRequestMentionsIsRequired() {
    ToolSpec route =
        new ToolSpec(
            "route",
            "Find a route.",
            "{\"type\":\"object\",\"properties\":{\"shortest_route\":{\"type\":\"boolean\"}}}",
            Effect.READ,
            "test",
            List.of());
    Overheard model = new Overheard(ScriptedLanguageModel.replies("[]", "[]"));
    FunctionCaller caller = new FunctionCaller(model, List.of(route));

    caller.calls("From Oslo to Bergen with the shortest route", GenerationListener.SILENT);
    caller.calls("From Oslo to Bergen", GenerationListener.SILENT);

    assertThat(model.constraints.getFirst().toString())
        .contains("\"required\":[\"shortest_route\"]");
    assertThat(model.constraints.getLast().toString()).doesNotContain("\"shortest_route\"]");
  }
}
