package dev.corvid.eval;

import dev.corvid.agent.Completion;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import org.jspecify.annotations.Nullable;

/// Notes what is asked of a model between two calls of [#reset]. For one thread.
final class ObservedModel implements LanguageModel {
  private final LanguageModel model;
  private @Nullable Prompt lastPrompt;
  private String lastText = "";
  private int written;

  ObservedModel(LanguageModel model) {
    this.model = model;
  }

  void reset() {
    lastPrompt = null;
    lastText = "";
    written = 0;
  }

  /// Tokens written since the reset.
  int written() {
    return written;
  }

  /// What the model wrote last, or, if it was only asked for scores, what it would have written.
  String draft(GenerationOptions options) {
    Prompt prompt = lastPrompt;
    if (prompt != null && lastText.isEmpty()) {
      lastText = model.generate(prompt, options, GenerationListener.SILENT).text();
    }
    return lastText;
  }

  @Override
  public Description description() {
    return model.description();
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    lastPrompt = prompt;
    Completion completion = model.generate(prompt, options, listener);
    lastText = completion.text();
    written += completion.tokens().size();
    return completion;
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    if (lastText.isEmpty()) {
      lastPrompt = prompt;
    }
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
