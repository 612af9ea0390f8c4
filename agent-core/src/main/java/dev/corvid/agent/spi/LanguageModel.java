package dev.corvid.agent.spi;

import dev.corvid.agent.Completion;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;

/// A model that continues text. Implementations are thread-safe; calls may wait for each other.
///
/// An implementation keeps what it computed for the last prompts and does not compute a shared
/// prefix again, so callers put what changes last.
public interface LanguageModel extends AutoCloseable {
  /// What the model is called and how much it can read.
  Description description();

  /// Continue the prompt.
  ///
  /// An interrupt of the calling thread stops generation at the next token with a
  /// [java.util.concurrent.CancellationException]; the model stays usable.
  ///
  /// @throws dev.corvid.agent.CorvidException of kind `INPUT` if the prompt does not fit
  ///   the context
  Completion generate(Prompt prompt, GenerationOptions options, GenerationListener listener);

  /// Say how likely the continuation is after the prompt. The listener hears how the prompt is
  /// read; a call of `generate` with the same prompt afterwards does not read it again.
  ///
  /// Interrupts end it as they end `generate`.
  ///
  /// @throws IllegalArgumentException if the continuation has no token
  /// @throws dev.corvid.agent.CorvidException of kind `INPUT` if both do not fit the context
  Score score(Prompt prompt, String continuation, GenerationListener listener);

  /// Count the tokens of the prompt as `generate` would read it.
  int countTokens(Prompt prompt);

  @Override
  void close();

  /// A model's name and the most tokens that prompt and completion may have together.
  record Description(String name, int contextLength) {}

  /// Hears how generation goes, on the generating thread. What a listener throws ends the call and
  /// reaches the caller; the model stays usable.
  interface GenerationListener {
    GenerationListener SILENT = new GenerationListener() {};

    /// Called while the prompt is read: `done` of `total` tokens so far.
    default void prefilled(int done, int total) {}

    /// Called with each new piece of text: never half a character, never part of a stop string.
    default void text(String piece) {}
  }
}
