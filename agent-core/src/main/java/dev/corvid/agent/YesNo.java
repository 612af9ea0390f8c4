package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;

/// What a model answers to a question for yes or no, by how likely it finds either word. Its scores
/// are better than its words.
///
/// @param logOdds `log P(yes) - log P(no)`, each the likelier of its two spellings
/// @param usage what asking cost
public record YesNo(double logOdds, Usage usage) {
  /// Ask; a model that keeps prompts reads this one once.
  ///
  /// @throws CorvidException of kind `INPUT` if the question does not fit the context
  public static YesNo ask(LanguageModel model, Prompt question, GenerationListener listener) {
    Score yes = model.score(question, "yes", listener);
    Score no = model.score(question, "no", listener);
    Score capitalYes = model.score(question, "Yes", listener);
    Score capitalNo = model.score(question, "No", listener);
    return new YesNo(
        Math.max(yes.first(), capitalYes.first()) - Math.max(no.first(), capitalNo.first()),
        yes.usage().plus(no.usage()).plus(capitalYes.usage()).plus(capitalNo.usage()));
  }
}
