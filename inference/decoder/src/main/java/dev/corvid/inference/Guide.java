package dev.corvid.inference;

import dev.corvid.agent.Completion.StopReason;
import java.util.Optional;

/// Decides what of a model's choice is written, for one generation.
interface Guide {
  /// What is written before the model chooses anything.
  ///
  /// @param room for how many tokens there is room
  Step begin(int room);

  /// Make the logits of tokens that may not come now negative infinity.
  void restrict(float[] logits);

  /// Take the token that was chosen.
  ///
  /// @param room for how many tokens there is room, at least one
  Step take(int token, int room);

  /// Tokens to write, and why generation ends with them if it does.
  ///
  /// @param tokens not to be changed
  record Step(int[] tokens, Optional<StopReason> end) {
    static Step of(int... tokens) {
      return new Step(tokens, Optional.empty());
    }

    static Step last(StopReason reason, int... tokens) {
      return new Step(tokens, Optional.of(reason));
    }
  }

  /// Every choice of the model's until it ends.
  static Guide free(Tokenizer tokenizer) {
    return new Guide() {
      @Override
      public Step begin(int room) {
        return Step.of();
      }

      @Override
      public void restrict(float[] logits) {
        // All tokens may come.
      }

      @Override
      public Step take(int token, int room) {
        return tokenizer.isEnd(token) ? Step.last(StopReason.END) : Step.of(token);
      }
    };
  }
}
