package dev.corvid.eval;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.Prompt;
import dev.corvid.inference.ChatTemplate;
import dev.corvid.inference.LocalLanguageModel;
import dev.corvid.inference.ModelSettings;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.catalog.PullListener;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// The model of a campaign: the default one, or the file that `corvid.model` names.
final class CampaignModel {
  private CampaignModel() {}

  static LocalLanguageModel open() {
    return LocalLanguageModel.open(file(), ModelSettings.defaults());
  }

  private static Path file() {
    String named = System.getProperty("corvid.model", "");
    if (!named.isEmpty()) {
      return Path.of(named);
    }
    // The build gives tests a home of their own; the models are in the user's.
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.remove("CORVID_HOME");
    ModelStore store = new ModelStore(CorvidFolders.of(environment).models());
    return store.pull(store.catalog().defaultModel(), PullListener.SILENT);
  }

  /// The tokens that the model reads of a prompt.
  static Function<Prompt, int[]> encoder(LocalLanguageModel model) {
    ChatTemplate template = ChatTemplate.of(model.file(), model.tokenizer());
    return prompt ->
        switch (prompt) {
          case Prompt.Chat(var messages) -> template.encode(messages);
          case Prompt.Text(String text) -> model.tokenizer().encode(text);
        };
  }
}
