package dev.corvid.autoconfigure;

import dev.corvid.agent.CorvidFolders;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.inference.LocalLanguageModel;
import dev.corvid.inference.ModelSettings;
import dev.corvid.inference.catalog.CatalogModel;
import dev.corvid.inference.catalog.ModelStore;
import dev.corvid.inference.remote.RemoteLanguageModel;
import dev.corvid.inference.remote.RemoteSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/// The language model. Its file must be there when the application starts; it is loaded when it is
/// first used.
@AutoConfiguration
@EnableConfigurationProperties(CorvidProperties.class)
public final class ModelAutoConfiguration {
  private static final Logger log = LoggerFactory.getLogger(ModelAutoConfiguration.class);

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  LanguageModel corvidLanguageModel(CorvidProperties properties, CorvidFolders folders) {
    SpringAiModule.requireIf(
        properties.springAi().useChatModel(), "corvid.spring-ai.use-chat-model");
    CorvidProperties.Model model = properties.model();
    if (model.url() != null) {
      RemoteSettings remote = remote(model, model.url());
      return new LazyLanguageModel(() -> RemoteLanguageModel.open(remote), false);
    }
    Path file = file(model, folders);
    ModelSettings defaults = ModelSettings.defaults().withContextLength(model.contextLength());
    ModelSettings settings =
        model.threads() == null ? defaults : defaults.withThreads(model.threads());
    if (!VectorModule.isThere()) {
      log.warn("{} {}", VectorModule.MISSING, VectorModule.REMEDY);
    }
    return new LazyLanguageModel(() -> LocalLanguageModel.open(file, settings), true);
  }

  private static RemoteSettings remote(CorvidProperties.Model model, URI url) {
    try {
      RemoteSettings settings = RemoteSettings.of(url).withContextLength(model.contextLength());
      if (model.name() != null) {
        settings = settings.withModel(model.name());
      }
      return model.key() == null || model.key().isBlank()
          ? settings
          : settings.withKey(model.key());
    } catch (IllegalArgumentException e) {
      throw new PropertyException(
          "corvid.model.url cannot be used: %s".formatted(e.getMessage()),
          "Set it to the base of an OpenAI-compatible server, such as https://models.example.com/v1.",
          e);
    }
  }

  /// @throws PropertyException if there is no such file and none may be downloaded
  private static Path file(CorvidProperties.Model model, CorvidFolders folders) {
    if (model.path() != null) {
      if (!Files.isRegularFile(model.path())) {
        throw new PropertyException(
            "corvid.model.path names no file: %s".formatted(model.path().toAbsolutePath()),
            "Set it to a GGUF file, or leave it out and set corvid.model.name.");
      }
      return model.path();
    }
    ModelStore store = new ModelStore(folders.models());
    CatalogModel known =
        model.name() == null
            ? store.catalog().defaultModel()
            : store.catalog().require(model.name());
    if (!store.present(known) && !model.pull()) {
      throw new PropertyException(
          "The model %s is not on this machine".formatted(known.name()),
          "Set corvid.model.pull=true to download it at start-up (%,d MB), or copy it to %s, or set corvid.model.path."
              .formatted(known.bytes() / 1_000_000, store.path(known)));
    }
    return store.pull(known, new LoggedPull(log));
  }
}
