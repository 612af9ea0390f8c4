package dev.corvid.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberedModelTests {
  private static final Prompt PROMPT = Prompt.chat(Message.system("be brief"), Message.user("hi"));
  private static final GenerationOptions OPTIONS = GenerationOptions.greedy(8);

  @TempDir Path folder;
  private final CountingModel counting = new CountingModel();

  private RememberedModel model(String identity) {
    return new RememberedModel(counting, identity, folder);
  }

  private static Completion generate(LanguageModel model, Prompt prompt, GenerationOptions how) {
    return model.generate(prompt, how, GenerationListener.SILENT);
  }

  @Test
  void asksTheModelOnceForTheSamePromptAndOptions() {
    Completion first = generate(model("a"), PROMPT, OPTIONS);
    RememberedModel later = model("a");

    assertThat(generate(later, PROMPT, OPTIONS)).isEqualTo(first);
    assertThat(counting.calls).isEqualTo(1);
    assertThat(later.replayed()).isPositive();
  }

  @Test
  void tellsModelsPromptsAndOptionsApart() {
    generate(model("a"), PROMPT, OPTIONS);
    generate(model("b"), PROMPT, OPTIONS);
    generate(model("a"), Prompt.chat(Message.system("be brief"), Message.user("ho")), OPTIONS);
    generate(model("a"), Prompt.chat(Message.system("be briefh"), Message.user("i")), OPTIONS);
    generate(model("a"), PROMPT, OPTIONS.withSeed(3));
    model("a").score(PROMPT, "yes", GenerationListener.SILENT);
    model("a").score(PROMPT, "no", GenerationListener.SILENT);

    assertThat(counting.calls).isEqualTo(7);
  }

  @Test
  void remembersScoresToTheLastDigit() {
    Score first = model("a").score(PROMPT, "yes", GenerationListener.SILENT);

    assertThat(model("a").score(PROMPT, "yes", GenerationListener.SILENT)).isEqualTo(first);
    assertThat(counting.calls).isEqualTo(1);
  }

  @Test
  void replaysTheTextToTheListener() {
    generate(model("a"), PROMPT, OPTIONS);
    List<String> heard = new ArrayList<>();

    model("a")
        .generate(
            PROMPT,
            OPTIONS,
            new GenerationListener() {
              @Override
              public void text(String piece) {
                heard.add(piece);
              }
            });

    assertThat(String.join("", heard)).isEqualTo("hello 1");
  }

  @Test
  void asksAgainWhereAMemoryIsBroken() throws IOException {
    generate(model("a"), PROMPT, OPTIONS);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.writeString(file, "{\"nanos\": 3, \"val");
      }
    }

    generate(model("a"), PROMPT, OPTIONS);
    generate(model("a"), PROMPT, OPTIONS);

    assertThat(counting.calls).isEqualTo(2);
  }

  /// A model that says how often it was asked.
  private static final class CountingModel implements LanguageModel {
    private int calls;

    @Override
    public Description description() {
      return new Description("counting", 100);
    }

    @Override
    public Completion generate(
        Prompt prompt, GenerationOptions options, GenerationListener listener) {
      calls++;
      return new Completion(
          "hello " + calls,
          List.of(1, 2),
          StopReason.END,
          new Usage(5, 0, 2),
          Duration.ofMillis(7),
          Duration.ofNanos(123_456_789));
    }

    @Override
    public Score score(Prompt prompt, String continuation, GenerationListener listener) {
      calls++;
      return new Score(List.of(-1.0 / 3, -0.1 - calls), new Usage(5, 5, 0));
    }

    @Override
    public int countTokens(Prompt prompt) {
      return 5;
    }

    @Override
    public void close() {}
  }
}
