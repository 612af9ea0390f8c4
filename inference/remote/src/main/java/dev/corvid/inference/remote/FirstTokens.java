package dev.corvid.inference.remote;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The likeliest tokens at the beginning of a reply, as a server lists them.
///
/// @param listed at least one
record FirstTokens(List<Listed> listed) {
  /// How much less likely than the last listed token one that is not listed counts: at most as
  /// likely is certain, so this is a bound rounded down.
  static final double UNLISTED = 0.1;

  /// @param logProbability finite, at most 0
  record Listed(String token, double logProbability) {}

  FirstTokens {
    listed = List.copyOf(listed);
  }

  /// What a reply lists for its first token, in the form of chats or the older one; nothing if it
  /// lists nothing.
  static Optional<FirstTokens> of(JsonNode reply) {
    JsonNode all = reply.path("choices").path(0).path("logprobs");
    List<Listed> listed = new ArrayList<>();
    JsonNode chosen = all.path("content").path(0);
    add(listed, chosen.path("token"), chosen.path("logprob"));
    for (JsonNode each : chosen.path("top_logprobs")) {
      add(listed, each.path("token"), each.path("logprob"));
    }
    all.path("top_logprobs")
        .path(0)
        .properties()
        .forEach(entry -> addText(listed, entry.getKey(), entry.getValue()));
    return listed.isEmpty() ? Optional.empty() : Optional.of(new FirstTokens(listed));
  }

  private static void add(List<Listed> listed, JsonNode token, JsonNode value) {
    if (token.isString()) {
      addText(listed, token.asString(), value);
    }
  }

  private static void addText(List<Listed> listed, String token, JsonNode value) {
    double logProbability = value.asDouble(Double.NaN);
    if (Double.isFinite(logProbability)) {
      listed.add(new Listed(token, Math.min(0, logProbability)));
    }
  }

  /// The log-probability of the continuation's first token: of the longest listed token that the
  /// continuation begins with, letter for letter. If there is none, a blank before a token does not
  /// count; and else it is as unlikely as what is not listed can be at most.
  double of(String continuation) {
    return best(continuation, false)
        .or(() -> best(continuation, true))
        .map(Listed::logProbability)
        .orElseGet(this::unlisted);
  }

  private Optional<Listed> best(String continuation, boolean withoutBlank) {
    return listed.stream()
        .filter(each -> !each.token().isBlank())
        .filter(each -> continuation.startsWith(withoutBlank ? each.token().strip() : each.token()))
        .max(
            Comparator.comparingInt((Listed each) -> each.token().length())
                .thenComparingDouble(Listed::logProbability));
  }

  private double unlisted() {
    return listed.stream().mapToDouble(Listed::logProbability).min().orElseThrow() - UNLISTED;
  }
}
