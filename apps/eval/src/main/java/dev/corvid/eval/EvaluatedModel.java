package dev.corvid.eval;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.Workbench;
import java.io.IOException;
import java.nio.file.Path;

/// The model that is evaluated, and a name that differs between models whose answers differ.
///
/// A server's model is known by its URL and its id: whoever puts another one behind them removes
/// what was remembered.
record EvaluatedModel(LanguageModel model, String identity) implements AutoCloseable {
  static EvaluatedModel open(Workbench workbench) throws IOException {
    return switch (workbench.model()) {
      case ModelChoice.Local _ -> {
        String identity = Fingerprint.ofFile(workbench.modelFile());
        yield new EvaluatedModel(workbench.languageModel(), identity);
      }
      case ModelChoice.Remote remote -> {
        LanguageModel model = workbench.languageModel();
        String id = model.description().name();
        yield new EvaluatedModel(model, "server-" + Fingerprint.of(remote.url(), id));
      }
    };
  }

  /// The same model, remembering what it says.
  ///
  /// @param folder of all that models said
  RememberedModel remembered(Path folder) {
    return new RememberedModel(model, identity, folder.resolve(identity));
  }

  @Override
  public void close() {
    model.close();
  }
}
