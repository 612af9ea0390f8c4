package dev.corvid.shell;

import dev.corvid.agent.Episode;
import dev.corvid.agent.spi.EpisodicMemory.Recalled;
import dev.corvid.command.Console;
import dev.corvid.command.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// Episodes as the `memory` commands show them.
final class Episodes {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final int SHOWN_CHARACTERS = 300;

  private Episodes() {}

  static Map<String, Object> json(Episode episode) {
    return Json.object(
        "id",
        episode.id(),
        "task",
        episode.task(),
        "outcome",
        episode.outcome(),
        "verified",
        episode.verified(),
        "lesson",
        episode.lesson(),
        "when",
        episode.when());
  }

  static Map<String, Object> json(Recalled recalled) {
    Map<String, Object> json = json(recalled.episode());
    json.put("similarity", recalled.similarity());
    return json;
  }

  /// Two or three lines: what is known of the run, the task, the lesson if there is one.
  static String text(Episode episode, String more, Console console) {
    String lesson = Texts.oneLine(episode.lesson(), SHOWN_CHARACTERS);
    return "%s  %s%n    %s%n%s"
        .formatted(
            console.bold(Texts.oneLine(episode.id(), SHOWN_CHARACTERS)),
            console.faint(MINUTE.format(episode.when()) + "  " + outcome(episode) + more),
            Texts.oneLine(episode.task(), SHOWN_CHARACTERS),
            lesson.isEmpty() ? "" : "    Lesson: %s%n".formatted(lesson));
  }

  private static String outcome(Episode episode) {
    String word = episode.outcome().name().toLowerCase(Locale.ROOT);
    return episode.verified() ? word + ", verified" : word;
  }
}
