package dev.corvid.eval;

import dev.corvid.agent.Completion;
import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import java.util.ArrayList;
import java.util.List;

/// Notes what a model writes between two calls of [#reset]. For one thread.
final class ObservedModel extends ForwardingLanguageModel {
  private static final Score IMPOSSIBLE = new Score(List.of(-100.0), Usage.NONE);

  private final boolean willing;
  private final List<String> drafts = new ArrayList<>();
  private int written;

  private ObservedModel(LanguageModel model, boolean willing) {
    super(model);
    this.willing = willing;
  }

  static ObservedModel of(LanguageModel model) {
    return new ObservedModel(model, false);
  }

  /// The model, but it finds every continuation that it is asked about impossible: an agent that
  /// refuses by such a score never does.
  static ObservedModel willing(LanguageModel model) {
    return new ObservedModel(model, true);
  }

  void reset() {
    drafts.clear();
    written = 0;
  }

  /// Tokens written since the reset.
  int written() {
    return written;
  }

  /// What was written since the reset, in order.
  List<String> drafts() {
    return List.copyOf(drafts);
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    Completion completion = super.generate(prompt, options, listener);
    drafts.add(completion.text());
    written += completion.tokens().size();
    return completion;
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    return willing ? IMPOSSIBLE : super.score(prompt, continuation, listener);
  }
}
