package dev.corvid.shell;

import static dev.corvid.shell.Html.element;
import static dev.corvid.shell.Html.text;

import dev.corvid.agent.Citation;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.RunReport;
import dev.corvid.agent.ToolRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A run as one HTML page that needs nothing else: no script, no file, no network. What a model, a
/// server or a document says is text in it and cannot be anything else ([Html]); the page's own
/// policy forbids scripts and loading besides.
final class RunHtml {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
      <meta name="referrer" content="no-referrer">
      <title>%s</title>
      <style>
      %s</style>
      </head>
      <body>
      %s
      </body>
      </html>
      """;

  private final RunReport report;
  private final List<JournalEntry.Placed> entries;

  private RunHtml(RunReport report, List<JournalEntry.Placed> entries) {
    this.report = report;
    this.entries = entries;
  }

  static String page(RunReport report, List<JournalEntry.Placed> entries) {
    return PAGE.formatted(
        text("Run " + report.run()).markup(),
        style(),
        new RunHtml(report, entries).body().markup());
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(RunHtml.class.getResourceAsStream("run.css"), "run.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Html body() {
    return element(
        "main",
        header(),
        section("Answer", answer()),
        section("Waits for your word", waiting()),
        section("Waits for your answer", question()),
        section("Plan", plan()),
        section("Calls", report.steps().stream().map(RunHtml::call).toList()),
        section("Approvals", RunApproval.of(entries).stream().map(RunHtml::approval).toList()),
        section("Events", entries.stream().map(RunHtml::event).toList()));
  }

  private static Html section(String title, List<Html> content) {
    return content.isEmpty()
        ? Html.NONE
        : element("section", element("h2", text(title)), Html.all(content));
  }

  private Html header() {
    List<Html> facts = new ArrayList<>();
    if (!entries.isEmpty() && entries.getFirst().entry() instanceof JournalEntry.Begun begun) {
      facts.add(fact("began", time(entries.getFirst().at())));
      facts.add(fact("model", text(begun.model())));
      facts.add(fact("approvals", text(begun.approvals().name().toLowerCase(Locale.ROOT))));
    }
    facts.add(fact("at work", text(seconds(report.elapsed().toMillis()))));
    facts.add(
        fact(
            "tokens",
            text(
                "%d read, %d of them from the cache; %d written"
                    .formatted(
                        report.usage().promptTokens(),
                        report.usage().cachedTokens(),
                        report.usage().completionTokens()))));
    return element(
        "header",
        element("p.soft", text("Corvid run "), element("code", text(report.run()))),
        element("h1", text(report.task())),
        badge(RunPages.word(report)),
        element("dl", Html.all(facts)));
  }

  private static Html fact(String name, Html value) {
    return element("div", element("dt", text(name)), element("dd", value));
  }

  private List<Html> answer() {
    List<Html> answer = new ArrayList<>();
    if (!report.answer().isBlank()) {
      answer.add(element("p.text answer", text(report.answer())));
    }
    for (Citation citation : report.citations()) {
      String page = citation.page().isPresent() ? ", page " + citation.page().getAsInt() : "";
      answer.add(
          element(
              "p",
              text("[%d] ".formatted(citation.number())),
              element("code", text(citation.document())),
              text(page + " "),
              badge(citation.verified() ? "verified" : "not verified")));
      answer.add(element("blockquote.text", text(citation.quote())));
    }
    return answer;
  }

  private List<Html> question() {
    return report.question().stream().map(question -> element("p", text(question))).toList();
  }

  private List<Html> waiting() {
    return report.waiting().stream()
        .map(
            waiting ->
                element(
                    "article",
                    element("h3", element("code", text(waiting.request().call().tool()))),
                    element("p", text(waiting.reason())),
                    element("pre", text(sent(waiting.request()))),
                    element("p.label", text("Give it with")),
                    element("pre", text(RunPages.decide(report, waiting)))))
        .toList();
  }

  private List<Html> plan() {
    List<Html> names =
        report.plan().stream().map(name -> element("li", element("code", text(name)))).toList();
    return names.isEmpty() ? List.of() : List.of(element("ol.plan", Html.all(names)));
  }

  private static Html call(RunReport.Step step) {
    return element(
        "article",
        element("h3", badge(step.status()), element("code", text(step.tool()))),
        element("p.label", text("arguments")),
        element("pre", text(step.arguments())),
        element("p.label", text("result")),
        element("pre", text(step.result())));
  }

  private static Html approval(RunApproval approval) {
    Html answered =
        approval.answered().map(at -> Html.all(text(", answered "), time(at))).orElse(Html.NONE);
    return element(
        "article",
        element(
            "h3", badge(approval.word()), element("code", text(approval.request().call().tool()))),
        element("p", text(approval.reason())),
        element("pre", text(sent(approval.request()))),
        element("p.soft", text("asked "), time(approval.asked()), answered));
  }

  private static Html event(JournalEntry.Placed placed) {
    return element(
        "details",
        element(
            "summary",
            element("span.soft", text(String.valueOf(placed.number()))),
            text(" "),
            time(placed.at()),
            text(" "),
            element("span.soft", text(seconds(placed.elapsedMillis()))),
            text(" "),
            element("span", text(RunEvents.sentence(placed.entry())))),
        element("pre", text(RunEvents.indented(placed.entry()))));
  }

  /// All that is sent, except what is secret.
  private static String sent(ToolRequest request) {
    StringBuilder text = new StringBuilder(request.method()).append(' ').append(request.url());
    request.headers().forEach((name, value) -> text.append("\n%s: %s".formatted(name, value)));
    return request.body().isEmpty() ? text.toString() : text + "\n\n" + request.body();
  }

  private static Html badge(String word) {
    String kind =
        switch (word) {
          case "done", "ok", "verified", "approved" -> " good";
          case "failed", "error", "refused", "invalid", "not approved" -> " bad";
          case "approval", "input", "budget", "unknown", "interrupted", "waits" -> " wait";
          default -> "";
        };
    return Html.all(element("span.badge" + kind, text(word)), text(" "));
  }

  private static Html time(Instant at) {
    return element("time", "datetime=\"%s\"".formatted(at), text(TIME.format(at) + " UTC"));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }
}
