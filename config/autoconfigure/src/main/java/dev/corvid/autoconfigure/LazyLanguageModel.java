package dev.corvid.autoconfigure;

import dev.corvid.agent.Completion;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A model that is loaded when it is first used, so that an application starts without waiting for
/// it. Thread-safe.
final class LazyLanguageModel implements LanguageModel {
  private final Supplier<LanguageModel> opener;
  private final boolean isLocal;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable LanguageModel model;
  private boolean closed;

  /// @param isLocal whether it computes in this process
  LazyLanguageModel(Supplier<LanguageModel> opener, boolean isLocal) {
    this.opener = opener;
    this.isLocal = isLocal;
  }

  boolean isLocal() {
    return isLocal;
  }

  /// The model, if it is loaded.
  Optional<LanguageModel> loaded() {
    return Optional.ofNullable(model);
  }

  private LanguageModel model() {
    LanguageModel open = model;
    if (open != null) {
      return open;
    }
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed");
      }
      LanguageModel loaded = model;
      if (loaded == null) {
        loaded = opener.get();
        model = loaded;
      }
      return loaded;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Description description() {
    return model().description();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    return model().generate(prompt, options, listener);
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    return model().score(prompt, continuation, listener);
  }

  @Override
  public int countTokens(Prompt prompt) {
    return model().countTokens(prompt);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      loaded().ifPresent(LanguageModel::close);
    } finally {
      lock.unlock();
    }
  }
}
