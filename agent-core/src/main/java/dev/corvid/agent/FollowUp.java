package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Completes what a user says in a conversation ("and the second one?"), so that it can be looked
/// up, planned and answered like any other request: the model then reads one sentence in place of
/// all that was said. What needs no completion costs nothing.
final class FollowUp {
  private static final int TOKENS = 64;

  /// The latest exchanges that the model reads whole; of earlier ones it reads what was asked.
  private static final int RECENT = 3;

  private static final int EARLIER = 8;
  private static final int LONGEST = 600;

  /// A request with fewer telling words leans on what was said before.
  private static final int TELLING_WORDS = 3;

  private static final Set<String> LEANING =
      Set.of(
          "it",
          "its",
          "they",
          "them",
          "their",
          "theirs",
          "he",
          "him",
          "his",
          "she",
          "her",
          "hers",
          "this",
          "that",
          "these",
          "those",
          "there",
          "then",
          "one",
          "ones",
          "same",
          "other",
          "others",
          "another",
          "both",
          "former",
          "latter",
          "first",
          "second",
          "third",
          "last",
          "next",
          "previous",
          "again",
          "else",
          "instead",
          "more",
          "also",
          "too");

  private static final Set<String> JOINING = Set.of("and", "but", "or", "so", "why");

  private static final String SYSTEM = "You complete requests.";

  private static final String ASK =
      "A user asked before:\n%s\n\nNow the user says: %s\n\nWhat does the user mean? Write it as "
          + "one complete request in the user's language, with the names it is about. Do not answer "
          + "it.";

  /// The model may go on in the form of the conversation.
  private static final Pattern LABEL = Pattern.compile("^Q: ?");

  private final LanguageModel model;
  private final Run run;

  FollowUp(LanguageModel model, Run run) {
    this.model = model;
    this.run = run;
  }

  /// The task with its request completed by what was said before; the same if it stands alone.
  Task complete(Task task, List<Exchange> earlier) {
    if (earlier.isEmpty() || standsAlone(task.question())) {
      return task;
    }
    GenerationOptions options =
        GenerationOptions.greedy(run.tokens(TOKENS)).withStop(List.of("\n"));
    Completion completion = model.generate(prompt(earlier, task.question()), options, run.watch());
    run.add(completion.usage());
    run.addPrefill(completion.prefill());
    run.addDecode(completion.decode());
    String request = LABEL.matcher(completion.text().strip()).replaceFirst("");
    if (request.isEmpty() || completion.stopReason() == Completion.StopReason.LENGTH) {
      return task;
    }
    String before = earlier.getLast().request();
    if (!isKept(task.question(), request, before)) {
      request = shortened(before) + " " + task.question();
    }
    run.tell(new AgentEvent.RequestCompleted(request));
    return task.withQuestion(request);
  }

  /// Whether a request says itself what it is about. Of a language that is not known to Corvid this
  /// is not known either, and the model is asked.
  static boolean standsAlone(String request) {
    List<Word> words = Word.of(request);
    return words.stream().anyMatch(word -> !word.tells())
        && words.stream().filter(Word::tells).count() >= TELLING_WORDS
        && words.stream().map(Word::lower).noneMatch(LEANING::contains)
        && !JOINING.contains(words.getFirst().lower());
  }

  /// Whether a completion has all that the user said, and more than he said before. A small model
  /// repeats the last request now and then.
  static boolean isKept(String said, String completed, String before) {
    Set<String> stems = Word.stems(completed);
    return !stems.equals(Word.stems(before))
        && Word.of(said).stream()
            .filter(word -> word.tells() && !LEANING.contains(word.lower()))
            .allMatch(word -> stems.contains(word.stem()));
  }

  private static Prompt prompt(List<Exchange> earlier, String request) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < earlier.size(); i++) {
      int back = earlier.size() - i;
      Exchange exchange = earlier.get(i);
      boolean whole = back <= RECENT || exchange.pinned();
      if (whole || back <= RECENT + EARLIER) {
        lines.add("Q: " + shortened(exchange.request()));
      }
      if (whole) {
        lines.add("A: " + shortened(exchange.answer()));
      }
    }
    return Prompt.chat(
        Message.system(SYSTEM), Message.user(ASK.formatted(String.join("\n", lines), request)));
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }
}
