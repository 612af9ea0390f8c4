package dev.corvid.springai;

import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import java.nio.charset.StandardCharsets;
import org.springframework.ai.tokenizer.JTokkitTokenCountEstimator;
import org.springframework.util.ClassUtils;

/// About how many tokens a text has for a model whose tokenizer is not known: those of OpenAI's
/// `cl100k_base` if JTokkit is on the class path, else a quarter of its UTF-16 units.
final class TokenEstimate {
  /// What chat templates put around a message.
  private static final int AROUND_MESSAGE = 4;

  private static final double UNITS_PER_TOKEN = 4;

  private static final boolean HAS_JTOKKIT =
      ClassUtils.isPresent("com.knuddels.jtokkit.Encodings", TokenEstimate.class.getClassLoader());

  private TokenEstimate() {}

  /// Loaded only if its classes are there; reading the vocabulary takes a moment.
  private static final class JTokkit {
    static final JTokkitTokenCountEstimator ESTIMATOR = new JTokkitTokenCountEstimator();
  }

  static int of(String text) {
    if (!HAS_JTOKKIT) {
      return (int) Math.ceil(text.length() / UNITS_PER_TOKEN);
    }
    // JTokkit refuses what is no whole character, and one of its special tokens such as
    // <|endoftext|>.
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return JTokkit.ESTIMATOR.estimate(whole.replace("<|", "< |"));
  }

  static int of(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> of(text);
      case Prompt.Chat(var messages) ->
          messages.stream().map(Message::text).mapToInt(t -> of(t) + AROUND_MESSAGE).sum();
    };
  }
}
