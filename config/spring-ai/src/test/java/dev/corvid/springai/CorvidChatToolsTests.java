package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.test.ScriptedLanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.metadata.ToolMetadata;

/// Spring AI makes the calls that a scripted model wants.
class CorvidChatToolsTests {
  private static final String QUESTION = "How warm is it in Kyoto?";
  private static final String KYOTO =
      "[{\"name\": \"weather\", \"arguments\": {\"city\": \"Kyoto\"}}]";

  record City(String city) {}

  private final List<String> asked = new ArrayList<>();
  private final ToolCallback weather = weather("weather", false);

  private ToolCallback weather(String name, boolean returnDirect) {
    Function<City, String> tell =
        city -> {
          asked.add(city.city());
          return "20 degrees in " + city.city();
        };
    return FunctionToolCallback.builder(name, tell)
        .description("Tell the weather.")
        .inputType(City.class)
        .toolMetadata(ToolMetadata.builder().returnDirect(returnDirect).build())
        .build();
  }

  /// Finds that a tool fits as the first word says, and once something was called, as the second
  /// one does; and that everything is done as the third one says.
  private static ScriptedLanguageModel deciding(
      ScriptedLanguageModel model, String fits, String fitsStill, String isDone) {
    return model.scoring(
        (prompt, word) -> {
          String text = all(prompt);
          String decision = text.contains("Called already") ? fitsStill : fits;
          if (text.contains("Is everything of this done")) {
            decision = isDone;
          }
          return word.equalsIgnoreCase(decision) ? -0.1 : -9;
        });
  }

  private static String all(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> text;
      case Prompt.Chat(var messages) ->
          String.join("\n---\n", messages.stream().map(Message::text).toList());
    };
  }

  @Test
  void whatFitsIsCalledAndTheModelAnswersFromTheResult() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies(KYOTO, "It has 20 degrees."), "yes", "no", "no");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt(QUESTION)
            .system("Be brief.")
            .tools(weather)
            .call()
            .content();

    assertThat(answer).isEqualTo("It has 20 degrees.");
    assertThat(asked).containsExactly("Kyoto");
    assertThat(all(model.prompts().getLast()))
        .contains(QUESTION, "weather({\"city\":\"Kyoto\"})", "20 degrees in Kyoto");
  }

  @Test
  void whereNothingFitsTheModelAnswersByItself() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies("Good morning!"), "no", "no", "no");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt("Say good morning.")
            .tools(weather)
            .call()
            .content();

    assertThat(answer).isEqualTo("Good morning!");
    assertThat(asked).isEmpty();
  }

  @Test
  void aModelThatAlwaysWantsToCallIsAnsweredAllTheSame() {
    ScriptedLanguageModel model =
        deciding(
            ScriptedLanguageModel.answering(
                prompt -> all(prompt).contains("Functions:") ? KYOTO : "20 degrees."),
            "yes",
            "yes",
            "no");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt(QUESTION)
            .tools(weather)
            .call()
            .content();

    assertThat(answer).isEqualTo("20 degrees.");
    assertThat(asked).containsExactly("Kyoto");
  }

  @Test
  void aModelThatAlwaysWantsSomethingNewIsStopped() {
    List<String> cities = new ArrayList<>();
    ScriptedLanguageModel model =
        deciding(
            ScriptedLanguageModel.answering(
                prompt -> {
                  if (!all(prompt).contains("Functions:")) {
                    return "Enough.";
                  }
                  cities.add("city " + cities.size());
                  return KYOTO.replace("Kyoto", cities.getLast());
                }),
            "yes",
            "yes",
            "no");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt(QUESTION)
            .tools(weather)
            .call()
            .content();

    assertThat(answer).isEqualTo("Enough.");
    assertThat(asked).hasSize(8).isEqualTo(cities);
  }

  @Test
  void whatIsDoneIsNotGoneOnWith() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies(KYOTO, "It is warm."), "yes", "yes", "yes");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt(QUESTION)
            .tools(weather)
            .call()
            .content();

    assertThat(answer).isEqualTo("It is warm.");
    assertThat(asked).containsExactly("Kyoto");
  }

  @Test
  void aStreamCallsToolsTooAndTellsTheAnswerOnly() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies(KYOTO, "It has 20 degrees."), "yes", "no", "no");

    List<String> pieces =
        ChatClient.create(CorvidChatModel.of(model)).prompt(QUESTION).tools(weather).stream()
            .content()
            .collectList()
            .block();

    assertThat(String.join("", pieces)).isEqualTo("It has 20 degrees.");
    assertThat(asked).containsExactly("Kyoto");
  }

  @Test
  void whatIsReturnedDirectlyIsNotReadByTheModel() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies(KYOTO), "yes", "yes", "no");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt(QUESTION)
            .tools(weather("weather", true))
            .call()
            .content();

    assertThat(answer).contains("20 degrees in Kyoto");
  }

  @Test
  void aNameThatCorvidDoesNotAllowIsTranslatedBothWays() {
    ScriptedLanguageModel model =
        deciding(
            ScriptedLanguageModel.replies(KYOTO.replace("weather", "my_weather_now"), "Warm."),
            "yes",
            "no",
            "no");

    String answer =
        ChatClient.create(CorvidChatModel.of(model))
            .prompt(QUESTION)
            .tools(weather("my.weather now", false))
            .call()
            .content();

    assertThat(answer).isEqualTo("Warm.");
    assertThat(asked).containsExactly("Kyoto");
  }

  @Test
  void callsAreReturnedAndNotMade() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies(KYOTO), "yes", "yes", "no");
    var options = ToolCallingChatOptions.builder().toolCallbacks(weather).build();

    ChatResponse response =
        CorvidChatModel.of(model)
            .call(new org.springframework.ai.chat.prompt.Prompt(QUESTION, options));

    AssistantMessage message = response.getResults().getFirst().getOutput();
    assertThat(message.getToolCalls())
        .singleElement()
        .satisfies(
            call -> {
              assertThat(call.name()).isEqualTo("weather");
              assertThat(call.arguments()).isEqualTo("{\"city\":\"Kyoto\"}");
              assertThat(call.id()).isNotBlank();
            });
    assertThat(response.hasFinishReasons(Set.of("tool_calls"))).isTrue();
    assertThat(asked).isEmpty();
  }

  @Test
  void whoeverChoosesReadsWhatWasSaidAndWhatWasFound() {
    ScriptedLanguageModel model =
        deciding(ScriptedLanguageModel.replies("[]", "Warm."), "yes", "yes", "no");
    var call = new AssistantMessage.ToolCall("1", "function", "weather", "{\"city\":\"Oslo\"}");
    var found = new ToolResponseMessage.ToolResponse("1", "weather", "cold");
    var options = ToolCallingChatOptions.builder().toolCallbacks(weather).build();

    CorvidChatModel.of(model)
        .call(
            new org.springframework.ai.chat.prompt.Prompt(
                List.of(
                    new SystemMessage("Today is Monday."),
                    new UserMessage("Hello"),
                    new AssistantMessage("Hi!"),
                    new UserMessage(QUESTION),
                    AssistantMessage.builder().content("").toolCalls(List.of(call)).build(),
                    ToolResponseMessage.builder().responses(List.of(found)).build()),
                options));

    assertThat(all(model.prompts().getFirst()))
        .contains(
            "Today is Monday.",
            "User: Hello\nAssistant: Hi!\nUser: " + QUESTION,
            "weather({\"city\":\"Oslo\"}): cold");
    Prompt.Chat answering = (Prompt.Chat) model.prompts().getLast();
    assertThat(answering.messages().stream().map(Message::role))
        .containsExactly(
            Message.Role.SYSTEM,
            Message.Role.USER,
            Message.Role.ASSISTANT,
            Message.Role.USER,
            Message.Role.ASSISTANT,
            Message.Role.USER);
  }
}
