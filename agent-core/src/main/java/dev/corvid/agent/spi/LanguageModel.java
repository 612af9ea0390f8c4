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
  /// Under a [dev.corvid.agent.Constraint.JsonSchema] the text is always one complete JSON text,
  /// valid under the schema and closed within `maxTokens` and the context: the model chooses among
  /// what the schema allows, and where tokens run out the shortest end is written for it. The
  /// properties of an object come in the schema's order, and none that the schema does not declare
  /// unless its `additionalProperties` say so. If the schema is not strict, keywords that cannot be
  /// enforced while writing are ignored ([dev.corvid.agent.SchemaKeywords]).
  ///
  /// An interrupt of the calling thread stops generation at the next token with a
  /// [java.util.concurrent.CancellationException]; the model stays usable.
  ///
  /// @throws dev.corvid.agent.CorvidException of kind `INPUT` if the prompt does not fit
  ///   the context, or if the constraint is no schema, a strict one that cannot be enforced as a
  ///   whole, one that nothing fulfils, or one whose shortest text has more tokens than allowed
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
