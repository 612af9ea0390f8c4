package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import java.util.Objects;

/// A model that passes everything on to another one: for those that change or watch a part of what
/// it does. Who does not own the other one overrides [#close()].
public abstract class ForwardingLanguageModel implements LanguageModel {
  private final LanguageModel model;

  protected ForwardingLanguageModel(LanguageModel model) {
    this.model = Objects.requireNonNull(model, "model");
  }

  /// What everything is passed on to.
  protected final LanguageModel model() {
    return model;
  }

  @Override
  public Description description() {
    return model.description();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    return model.generate(prompt, options, listener);
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    return model.score(prompt, continuation, listener);
  }

  @Override
  public int countTokens(Prompt prompt) {
    return model.countTokens(prompt);
  }

  @Override
  public void close() {
    model.close();
  }
}
