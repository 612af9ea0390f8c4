package dev.corvid.command;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import java.util.Optional;

/// What a session keeps open between its commands. What it hands out may be closed as often as
/// anybody likes: it stays open.
public interface Held {
  /// A command that runs alone finds nothing open.
  Held NOTHING =
      new Held() {
        @Override
        public Optional<LanguageModel> model(ModelChoice choice) {
          return Optional.empty();
        }

        @Override
        public Optional<TextEmbedder> embedder() {
          return Optional.empty();
        }
      };

  /// The open model of that name, waiting until it is open.
  Optional<LanguageModel> model(ModelChoice choice);

  /// The embedder of the default index.
  Optional<TextEmbedder> embedder();
}
