package dev.corvid.eval;

import dev.corvid.agent.Completion;
import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Counts what a run costs its model: the tokens that were fed, and those that a perfect cache
/// would feed, which are the nodes of the tree of all prompts and what followed them. For one
/// thread.
final class MeteredModel extends ForwardingLanguageModel {
  private final Function<Prompt, int[]> encoder;
  private final Map<Long, Integer> edges = new HashMap<>();
  private final Set<Integer> written = new HashSet<>();
  private Usage usage = Usage.NONE;
  private int decisions;
  private Prompt lastScored = Prompt.text("");
  private final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();

  /// @param encoder the tokens of a prompt as the model reads it
  MeteredModel(LanguageModel model, Function<Prompt, int[]> encoder) {
    super(model);
    this.encoder = encoder;
  }

  /// @param decisions texts written and questions decided by a score
  /// @param unique the nodes of the tree
  /// @param decoded those of them that the model first wrote itself
  record Reading(int decisions, Usage usage, int unique, int decoded) {
    int prefilled() {
      return usage.promptTokens() - usage.cachedTokens();
    }

    /// Tokens prefilled for each token that there is.
    double prefillRatio() {
      return unique == 0 ? 1 : (double) prefilled() / unique;
    }

    /// The same with what was written counted as fed too: what a cache can spoil.
    double fedRatio() {
      return unique == 0 ? 1 : (double) (prefilled() + usage.completionTokens()) / unique;
    }
  }

  Reading reading() {
    return new Reading(decisions, usage, edges.size(), written.size());
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    Completion completion = super.generate(prompt, options, listener);
    int node = add(0, encoder.apply(prompt));
    for (int token : completion.tokens()) {
      int known = edges.size();
      node = next(node, token);
      if (edges.size() > known) {
        written.add(node);
      }
    }
    usage = usage.plus(completion.usage());
    decisions++;
    return completion;
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    Score score = super.score(prompt, continuation, listener);
    add(0, encoder.apply(prompt));
    usage = usage.plus(score.usage());
    if (!prompt.equals(lastScored)) {
      decisions++;
      lastScored = prompt;
    }
    scores
        .computeIfAbsent(decisions + " " + question(prompt), key -> new LinkedHashMap<>())
        .put(continuation, score.first());
    return score;
  }

  private static String question(Prompt prompt) {
    String text =
        switch (prompt) {
          case Prompt.Text(String only) -> only;
          case Prompt.Chat(var messages) -> messages.getLast().text();
        };
    return text.substring(text.lastIndexOf('\n') + 1);
  }

  /// What was decided by scores, in order: the question and the log-odds of yes.
  Map<String, Double> decided() {
    Map<String, Double> decided = new LinkedHashMap<>();
    scores.forEach(
        (question, words) ->
            decided.put(
                question,
                Math.max(words.getOrDefault("yes", -99.0), words.getOrDefault("Yes", -99.0))
                    - Math.max(words.getOrDefault("no", -99.0), words.getOrDefault("No", -99.0))));
    return decided;
  }

  private int add(int from, int[] tokens) {
    int node = from;
    for (int token : tokens) {
      node = next(node, token);
    }
    return node;
  }

  private int next(int node, int token) {
    return edges.computeIfAbsent((long) node << 32 | token, edge -> edges.size() + 1);
  }
}
