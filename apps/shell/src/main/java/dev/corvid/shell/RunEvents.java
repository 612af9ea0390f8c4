package dev.corvid.shell;

import dev.corvid.agent.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Entries of a journal: as JSON, and each in a sentence.
final class RunEvents {
  private static final int SHOWN = 160;

  private RunEvents() {}

  /// Each entry as it is kept.
  static List<Map<String, Object>> json(List<JournalEntry.Placed> entries) {
    return entries.stream().map(RunEvents::json).toList();
  }

  private static Map<String, Object> json(JournalEntry.Placed placed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("n", placed.number());
    json.put("at", placed.at());
    json.put("elapsed_ms", placed.elapsedMillis());
    json.put("type", placed.entry().getClass().getSimpleName());
    json.put("entry", JsonMapper.shared().convertValue(placed.entry(), Map.class));
    return json;
  }

  /// An entry as it is kept, for people.
  static String indented(JournalEntry entry) {
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(entry);
  }

  /// What an entry says, on one line.
  static String sentence(JournalEntry entry) {
    return Texts.oneLine(
        switch (entry) {
          case JournalEntry.Begun begun -> "Begins with " + begun.model();
          case JournalEntry.Heard(var exchanges) ->
              "Knows what was said before: %d exchanges".formatted(exchanges.size());
          case JournalEntry.Recalled(List<String> lessons) ->
              "Recalls %d lessons of similar runs".formatted(lessons.size());
          case JournalEntry.Selected(var tools) ->
              "Chooses among %d tools: %s"
                  .formatted(
                      tools.size(), String.join(", ", tools.stream().map(t -> t.name()).toList()));
          case JournalEntry.Scored scored ->
              String.format(
                  Locale.ROOT,
                  "The model scores a continuation: probability %.2f",
                  Math.exp(scored.score().total()));
          case JournalEntry.Wrote wrote -> "The model writes: " + wrote.completion().text();
          case JournalEntry.Planned(List<String> tools, boolean before) ->
              "Plans " + String.join(" → ", tools);
          case JournalEntry.Retrieved(var query, var passages) ->
              "Finds %d passages for: %s".formatted(passages.size(), query.text());
          case JournalEntry.Compacted(int before, int after) ->
              "Shortens what it knows: %d tokens to %d".formatted(before, after);
          case JournalEntry.Revised(String call, String arguments) ->
              "You want it sent with: " + arguments;
          case JournalEntry.ApprovalAsked asked ->
              "Asks for your word on %s, since %s"
                  .formatted(asked.request().call().tool(), asked.reason());
          case JournalEntry.ApprovalGiven given ->
              given.approved() ? "You approve" : "You do not approve";
          case JournalEntry.InputAsked(String question) -> "Asks: " + question;
          case JournalEntry.InputGiven(String text) -> "You say: " + text;
          case JournalEntry.CallBegan(var request) ->
              "Sends %s %s".formatted(request.method(), request.url());
          case JournalEntry.CallEnded(String call, var result) ->
              "Gets %s: %s".formatted(result.code(), result.text());
          case JournalEntry.NotCalled(var call, boolean allowed, String why) ->
              "Does not call %s: %s".formatted(call.tool(), why);
          case JournalEntry.CallSettled settled ->
              "You say: " + settled.settlement().name().toLowerCase(Locale.ROOT);
          case JournalEntry.Ended ended ->
              "Ends as %s: %s"
                  .formatted(ended.status().name().toLowerCase(Locale.ROOT), ended.answer());
        },
        SHOWN);
  }
}
