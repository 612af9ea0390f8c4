package dev.corvid.shell;

import dev.corvid.agent.Citation;
import dev.corvid.agent.Outcome;
import dev.corvid.agent.Passage;
import dev.corvid.command.Console;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.retrieval.IndexStatus;
import java.util.List;
import java.util.Map;

/// An answer as it is printed, and as JSON.
record AskReport(
    String model, Library library, IndexStatus status, Outcome outcome, AskTimes times) {
  private static final int SHOWN_QUOTE = 240;

  Result result(Console console) {
    if (status.pending() > 0) {
      console.note(
          "%,d of %,d chunks are found by their words only so far; 'corvid index' embeds them."
              .formatted(status.pending(), status.chunks()));
    }
    return new Result(json(), text(console));
  }

  private String text(Console console) {
    StringBuilder text = new StringBuilder(Texts.safe(outcome.answer())).append('\n');
    if (!outcome.citations().isEmpty()) {
      text.append("\nSources\n");
    }
    for (Citation citation : outcome.citations()) {
      String place = Texts.place(library, citation.document(), citation.page(), headings(citation));
      text.append("[%d] %s%n".formatted(citation.number(), console.bold(place)));
      text.append("    “%s”%n".formatted(Texts.oneLine(citation.quote(), SHOWN_QUOTE)));
    }
    return text.toString();
  }

  /// The headings of the passage that holds the quote.
  private List<String> headings(Citation citation) {
    return outcome.passages().stream()
        .filter(p -> p.document().equals(citation.document()))
        .filter(p -> p.start() <= citation.start() && citation.end() <= p.end())
        .findFirst()
        .map(Passage::headings)
        .orElse(List.of());
  }

  private Map<String, Object> json() {
    return Json.object(
        "answer",
        outcome.answer(),
        "status",
        outcome.status(),
        "citations",
        outcome.citations().stream().map(AskReport::json).toList(),
        "passages",
        outcome.passages().stream().map(AskReport::json).toList(),
        "index",
        Json.object("embedded", status.embedded(), "pending", status.pending()),
        "usage",
        Texts.usage(outcome.usage()),
        "timings_ms",
        times.json(outcome.timings()),
        "model",
        model);
  }

  static Map<String, Object> json(Citation citation) {
    return Json.object(
        "n",
        citation.number(),
        "document",
        citation.document(),
        "page",
        citation.page(),
        "start",
        citation.start(),
        "end",
        citation.end(),
        "quote",
        citation.quote(),
        "verified",
        citation.verified());
  }

  private static Map<String, Object> json(Passage passage) {
    return Json.object(
        "document",
        passage.document(),
        "page",
        passage.page(),
        "headings",
        passage.headings(),
        "start",
        passage.start(),
        "end",
        passage.end(),
        "score",
        passage.score(),
        "text",
        passage.text());
  }
}
