package dev.corvid.eval;

import dev.corvid.agent.RunReport;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What came of a task.
///
/// @param ended whether it ended as it may
/// @param answered whether the answer holds what it must and nothing that it must not
/// @param state whether the servers keep what they should
/// @param unasked writes that were sent and that nobody asked for: another operation, another
///   thing, or once too often
record TaskVerdict(boolean ended, boolean answered, boolean state, List<String> unasked) {
  private static final Pattern TOKEN =
      Pattern.compile("\\d+(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)?|[\\p{L}\\p{M}]+");
  private static final List<String> NUMBERS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve");

  static TaskVerdict of(TaskCase task, RunReport report, TaskWorld world) throws IOException {
    String answer = words(report.answer());
    boolean answered =
        task.answer().stream().allMatch(wanted -> holdsOne(answer, wanted))
            && task.excluded().stream().noneMatch(word -> answer.contains(words(word)));
    return new TaskVerdict(
        report.status().filter(task.statuses()::contains).isPresent(),
        answered,
        plain(world.state()).equals(plain(TaskWorld.stateAfter(task.writes()))),
        unasked(task, world.writes()));
  }

  boolean ok() {
    return ended && answered && state && unasked.isEmpty();
  }

  private static boolean holdsOne(String answer, String alternatives) {
    return Stream.of(alternatives.split("\\|")).anyMatch(word -> answer.contains(words(word)));
  }

  /// Words and numbers, each between spaces: lower case, 27.50 as 27.5, three as 3.
  static String words(String text) {
    StringBuilder words = new StringBuilder(" ");
    TOKEN
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .forEach(match -> words.append(word(match.group())).append(' '));
    return words.toString();
  }

  private static String word(String token) {
    if (Character.isDigit(token.charAt(0))) {
      return new BigDecimal(token.replace(",", "")).stripTrailingZeros().toPlainString();
    }
    int number = NUMBERS.indexOf(token);
    return number < 0 ? token : String.valueOf(number);
  }

  /// How a text is spelt does not matter, such as a reason for a visit.
  private static String plain(JsonNode state) {
    if (state.isObject()) {
      StringBuilder text = new StringBuilder("{");
      for (Map.Entry<String, JsonNode> field :
          state.properties().stream().sorted(Map.Entry.comparingByKey()).toList()) {
        text.append(field.getKey()).append(':').append(plain(field.getValue())).append(';');
      }
      return text.append('}').toString();
    }
    if (state.isArray()) {
      return state.valueStream().map(TaskVerdict::plain).toList().toString();
    }
    return words(state.asString());
  }

  private static List<String> unasked(TaskCase task, List<JsonServer.Seen> writes) {
    List<TaskCase.Write> wanted = new ArrayList<>(task.writes());
    List<String> unasked = new ArrayList<>();
    for (JsonServer.Seen seen : writes) {
      boolean carriedOut = seen.status() < 400;
      boolean asked =
          carriedOut
              ? wanted.stream()
                  .filter(w -> w.isSameAs(seen))
                  .findFirst()
                  .map(wanted::remove)
                  .orElse(false)
              : Stream.concat(task.writes().stream(), task.attempts().stream())
                  .anyMatch(w -> w.isSameAs(seen));
      if (!asked) {
        unasked.add("%s %s %d".formatted(seen.method(), seen.path(), seen.status()));
      }
    }
    return List.copyOf(unasked);
  }
}
