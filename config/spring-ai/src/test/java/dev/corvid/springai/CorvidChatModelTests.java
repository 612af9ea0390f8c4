package dev.corvid.springai;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.CorvidException;
import dev.corvid.inference.LocalLanguageModel;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.AdvisorParams;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;
import reactor.core.Disposable;

/// Through Spring AI's own client, with a real model that knows very little.
class CorvidChatModelTests {
  private static final String QUESTION = "Count from one to ten.";

  private static LocalLanguageModel local;
  private static CorvidChatModel model;
  private static ChatClient client;

  enum Colour {
    BLACK,
    WHITE
  }

  record Bird(String name, int eggs, Colour colour, List<String> songs) {}

  @BeforeAll
  static void load() {
    local = TestModels.small();
    model =
        CorvidChatModel.of(local)
            .withOptions(CorvidChatOptions.builder().maxTokens(40).temperature(0.0).build());
    client = ChatClient.create(model);
  }

  @AfterAll
  static void unload() {
    local.close();
  }

  private static String text(ChatResponse response) {
    return String.valueOf(response.getResults().getFirst().getOutput().getText());
  }

  @Test
  void answersAndSaysWhatItCost() {
    ChatResponse response = model.call(new Prompt(QUESTION));

    assertThat(text(response)).isNotBlank();
    assertThat(response.getMetadata().getModel()).isEqualTo("smollm2-135m");
    assertThat(response.getMetadata().getId()).isNotBlank();
    Usage usage = response.getMetadata().getUsage();
    assertThat(usage.getPromptTokens()).isGreaterThan(5);
    assertThat(usage.getCompletionTokens()).isBetween(1, 40);
    assertThat(usage.getTotalTokens())
        .isEqualTo(usage.getPromptTokens() + usage.getCompletionTokens());
    model.call(new Prompt(QUESTION));
    assertThat(model.call(new Prompt(QUESTION)).getMetadata().getUsage().getCacheReadInputTokens())
        .isPositive();
  }

  @Test
  void theClientGetsTheSameTextAtOnceAndInPieces() {
    String whole = client.prompt(QUESTION).call().content();
    List<String> pieces = client.prompt(QUESTION).stream().content().collectList().block();

    assertThat(whole).isNotBlank();
    assertThat(pieces).hasSizeGreaterThan(3);
    assertThat(String.join("", pieces)).isEqualTo(whole);
  }

  @Test
  void aStreamEndsWithReasonAndUsage() {
    List<ChatResponse> responses =
        requireNonNull(model.stream(new Prompt(QUESTION)).collectList().block());

    ChatResponse last = responses.getLast();
    assertThat(text(last)).isEmpty();
    assertThat(last.hasFinishReasons(Set.of("stop", "length"))).isTrue();
    assertThat(last.getMetadata().getUsage().getCompletionTokens()).isPositive();
    assertThat(responses).allMatch(r -> r.getMetadata().getId().equals(last.getMetadata().getId()));
  }

  @Test
  void theOptionsOfARequestCount() {
    ChatResponse two = model.call(new Prompt(QUESTION, ChatOptions.builder().maxTokens(2).build()));
    assertThat(two.getMetadata().getUsage().getCompletionTokens()).isEqualTo(2);
    assertThat(two.hasFinishReasons(Set.of("length"))).isTrue();

    String text = text(model.call(new Prompt(QUESTION)));
    String stop = text.substring(3, 5);
    ChatResponse stopped =
        model.call(
            new Prompt(QUESTION, ChatOptions.builder().stopSequences(List.of(stop)).build()));
    assertThat(text(stopped)).isEqualTo(text.substring(0, text.indexOf(stop)));
    assertThat(stopped.hasFinishReasons(Set.of("stop"))).isTrue();

    CorvidChatOptions drawn =
        CorvidChatOptions.builder().temperature(1.5).topK(50).topP(0.95).seed(3L).build();
    assertThat(text(model.call(new Prompt(QUESTION, drawn))))
        .isEqualTo(text(model.call(new Prompt(QUESTION, drawn))));
  }

  @Test
  void anEntityIsWhatItsTypeAllowsWhateverTheModelThinks() {
    Bird bird =
        requireNonNull(
            client
                .prompt("Write a poem about the sea. Do not write JSON.")
                .call()
                .entity(Bird.class, spec -> spec.useProviderStructuredOutput()));
    assertThat(bird.colour()).isNotNull();

    Bird drawn =
        ChatClient.builder(model)
            .defaultAdvisors(AdvisorParams.ENABLE_NATIVE_STRUCTURED_OUTPUT)
            .build()
            .prompt("Say nothing.")
            .options(CorvidChatOptions.builder().temperature(2.0).seed(11L))
            .call()
            .entity(Bird.class);
    assertThat(drawn).isNotNull();
  }

  @Test
  void aCancelledSubscriptionEndsGenerationAndTheModelStaysUsable() throws Exception {
    String expected = text(model.call(new Prompt(QUESTION)));
    CountDownLatch heard = new CountDownLatch(3);
    List<ChatResponse> responses = new ArrayList<>();
    ChatOptions endless = ChatOptions.builder().maxTokens(900).temperature(1.0).build();
    Disposable subscription =
        model.stream(new Prompt(QUESTION, endless))
            .subscribe(
                response -> {
                  responses.add(response);
                  heard.countDown();
                });
    assertThat(heard.await(60, TimeUnit.SECONDS)).isTrue();
    subscription.dispose();

    // The next call waits for its turn, so it would come after everything that is still written.
    assertThat(text(model.call(new Prompt(QUESTION)))).isEqualTo(expected);
    assertThat(responses).hasSizeLessThan(800);
  }

  @Test
  void aSubscriberMayCancelWhileItHearsAPiece() {
    List<ChatResponse> two =
        model.stream(new Prompt(QUESTION, ChatOptions.builder().maxTokens(900).build()))
            .take(2)
            .collectList()
            .block();
    assertThat(two).hasSize(2);
    assertThat(text(model.call(new Prompt(QUESTION)))).isNotBlank();
  }

  @Test
  void anInterruptEndsACall() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> model.call(new Prompt(QUESTION)))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(text(model.call(new Prompt(QUESTION)))).isNotBlank();
  }

  @Test
  void whatIsWrongWithARequestIsSaidToTheCallerAndTheSubscriber() {
    Prompt tooLong = new Prompt("bird ".repeat(3000));
    assertThatThrownBy(() -> model.call(tooLong)).isInstanceOf(CorvidException.class);
    assertThatThrownBy(() -> model.stream(tooLong).blockLast()).isInstanceOf(CorvidException.class);

    Media picture = new Media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(new byte[] {1}));
    Prompt seeing = new Prompt(UserMessage.builder().text("What is it?").media(picture).build());
    assertThatThrownBy(() -> model.call(seeing))
        .isInstanceOf(SpringAiException.Unsupported.class)
        .hasMessageContaining("text only");

    CorvidChatOptions broken = CorvidChatOptions.builder().outputSchema("{").build();
    assertThatThrownBy(() -> model.call(new Prompt(QUESTION, broken)))
        .isInstanceOfSatisfying(
            CorvidException.class, e -> assertThat(e.kind()).isEqualTo(CorvidException.Kind.INPUT));
  }

  @Test
  void itIsObservedLikeOtherChatModels() {
    TestObservationRegistry registry = TestObservationRegistry.create();
    CorvidChatModel observed = model.observedBy(registry);

    observed.call(new Prompt("Hello"));
    TestObservationRegistryAssert.assertThat(registry)
        .hasObservationWithNameEqualTo("gen_ai.client.operation")
        .that()
        .hasBeenStopped()
        .hasContextualNameEqualTo("chat smollm2-135m")
        .hasLowCardinalityKeyValue("gen_ai.system", "corvid")
        .hasHighCardinalityKeyValueWithKey("gen_ai.usage.output_tokens");

    TestObservationRegistry streams = TestObservationRegistry.create();
    model.observedBy(streams).stream(new Prompt("Hello")).blockLast();
    TestObservationRegistryAssert.assertThat(streams)
        .hasObservationWithNameEqualTo("gen_ai.client.operation")
        .that()
        .hasBeenStopped()
        .hasHighCardinalityKeyValueWithKey("gen_ai.usage.output_tokens");
  }
}
