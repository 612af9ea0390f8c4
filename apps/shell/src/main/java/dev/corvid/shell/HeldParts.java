package dev.corvid.shell;

import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Background;
import dev.corvid.command.Console;
import dev.corvid.command.Held;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.Progress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// The model and the embedder of a session: opened once, behind the prompt, and shared by all that
/// the session does.
final class HeldParts implements Held, AutoCloseable {
  private final Console console;
  private final Supplier<TextEmbedder> embedders;
  private volatile Optional<Loading> loading = Optional.empty();
  private Optional<TextEmbedder> embedder = Optional.empty();

  private record Loading(ModelChoice choice, Background<LanguageModel> model) {}

  HeldParts(Console console, Supplier<TextEmbedder> embedders) {
    this.console = console;
    this.embedders = embedders;
  }

  /// Open a model in place of the one that is open.
  void load(ModelChoice choice, Supplier<LanguageModel> opener) {
    loading.ifPresent(before -> before.model().close());
    loading = Optional.of(new Loading(choice, Background.open("corvid-load", opener)));
  }

  /// Whether no model is open or being opened.
  boolean isIdle() {
    return loading.isEmpty();
  }

  @Override
  public Optional<LanguageModel> model(ModelChoice choice) {
    Optional<Loading> wanted = loading.filter(one -> one.choice().equals(choice));
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    try (Progress progress = console.progress("Load " + choice.label())) {
      return Optional.of(new SharedModel(wanted.get().model().await(progress, "…")));
    } catch (CancellationException e) {
      // It goes on loading.
      throw e;
    } catch (RuntimeException e) {
      // The next question tries again.
      loading = Optional.empty();
      throw e;
    }
  }

  @Override
  public Optional<TextEmbedder> embedder() {
    if (embedder.isEmpty()) {
      embedder = Optional.of(embedders.get());
    }
    return embedder.map(SharedEmbedder::new);
  }

  @Override
  public void close() {
    loading.ifPresent(one -> one.model().close());
    embedder.ifPresent(TextEmbedder::close);
  }

  private static final class SharedModel extends ForwardingLanguageModel {
    SharedModel(LanguageModel model) {
      super(model);
    }

    @Override
    public void close() {
      // The session closes it.
    }
  }

  private record SharedEmbedder(TextEmbedder embedder) implements TextEmbedder {
    @Override
    public String id() {
      return embedder.id();
    }

    @Override
    public int dimensions() {
      return embedder.dimensions();
    }

    @Override
    public List<float[]> embed(List<String> texts, Purpose purpose) {
      return embedder.embed(texts, purpose);
    }

    @Override
    public int countTokens(String text) {
      return embedder.countTokens(text);
    }

    @Override
    public void close() {
      // The session closes it.
    }
  }
}
