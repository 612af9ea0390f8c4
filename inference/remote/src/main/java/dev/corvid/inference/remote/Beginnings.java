package dev.corvid.inference.remote;

import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How replies begin. The last prompt's beginning is kept: a question for yes or no is scored four
/// times. Thread-safe.
final class Beginnings {
  private static final int REPLY_TOKENS = 16;
  private static final double LIKELY = Math.log(0.99);
  private static final double UNLIKELY = Math.log(0.01);

  private final Server server;
  private final AtomicReference<Optional<Kept>> last = new AtomicReference<>(Optional.empty());

  /// How a reply begins: by tokens and their probabilities, or in the one way in which it did.
  sealed interface Beginning {
    double logProbability(String continuation);

    record Listed(FirstTokens tokens) implements Beginning {
      @Override
      public double logProbability(String continuation) {
        return tokens.of(continuation);
      }
    }

    record Replied(String text) implements Beginning {
      @Override
      public double logProbability(String continuation) {
        return text.strip().startsWith(continuation.strip()) ? LIKELY : UNLIKELY;
      }
    }
  }

  /// @param usage what was read; what the server had to write for it nobody reads
  record Kept(Prompt prompt, Beginning beginning, Usage usage) {}

  Beginnings(Server server) {
    this.server = server;
  }

  Kept of(Prompt prompt, int promptTokens, GenerationListener listener) {
    Optional<Kept> known = last.get().filter(kept -> kept.prompt().equals(prompt));
    if (known.isPresent()) {
      return known.get();
    }
    Kept kept =
        asked(prompt, promptTokens).orElseGet(() -> replied(prompt, promptTokens, listener));
    int read = kept.usage().promptTokens();
    last.set(Optional.of(new Kept(prompt, kept.beginning(), new Usage(read, read, 0))));
    return kept;
  }

  /// What the server lists, or nothing if it lists nothing.
  private Optional<Kept> asked(Prompt prompt, int promptTokens) {
    while (server.dialect().tellsLogProbabilities()) {
      ObjectNode request = server.requests().firstToken(prompt);
      try {
        JsonNode reply = server.ask(Requests.path(prompt), request);
        Usage told = Generation.usage(Optional.of(reply.path("usage")), promptTokens, 0);
        Usage usage = new Usage(told.promptTokens(), told.cachedTokens(), 0);
        Optional<FirstTokens> tokens = FirstTokens.of(reply);
        if (tokens.isEmpty() && !reply.path("choices").path(0).path("logprobs").isObject()) {
          server.dialect().tellsNoLogProbabilities();
        }
        return tokens.map(t -> new Kept(prompt, new Beginning.Listed(t), usage));
      } catch (RemoteException.Refused e) {
        if (server.dialect().learn(e.error(), Server.names(request))) {
          continue;
        }
        if (!e.error().blames("logprobs") && !e.error().blames("top_logprobs")) {
          throw e;
        }
        server.dialect().tellsNoLogProbabilities();
      }
    }
    return Optional.empty();
  }

  private Kept replied(Prompt prompt, int promptTokens, GenerationListener listener) {
    GenerationListener watch =
        new GenerationListener() {
          @Override
          public void prefilled(int done, int total) {
            listener.prefilled(done, total);
          }
        };
    var completion =
        new Asking(server, prompt, GenerationOptions.greedy(REPLY_TOKENS), watch, promptTokens)
            .run();
    Usage usage = completion.usage();
    return new Kept(
        prompt,
        new Beginning.Replied(completion.text()),
        new Usage(usage.promptTokens(), usage.cachedTokens(), 0));
  }
}
