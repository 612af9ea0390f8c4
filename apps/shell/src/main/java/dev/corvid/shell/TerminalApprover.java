package dev.corvid.shell;

import dev.corvid.agent.Settlement;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.spi.Approver;
import dev.corvid.command.Console;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Has the user's word from the command line, or asks at the terminal. Where nobody can be asked
/// the run waits.
///
/// @param words what the user said on the command line, by the ids of calls
/// @param inputs what the user said there to the agent's questions, in their order
record TerminalApprover(Console console, Map<String, String> words, Deque<String> inputs)
    implements Approver {
  private static final int SHOWN = 2_000;

  TerminalApprover {
    words = Map.copyOf(words);
    inputs = new ArrayDeque<>(inputs);
  }

  TerminalApprover(Console console) {
    this(console, Map.of(), new ArrayDeque<>());
  }

  @Override
  public Optional<String> input(String question) {
    return Optional.ofNullable(inputs.poll())
        .or(() -> console.ask(Texts.oneLine(question, SHOWN)))
        .filter(text -> !text.isBlank());
  }

  @Override
  public Optional<Boolean> approve(ToolRequest request, String reason) {
    String word = words.getOrDefault(request.call().id(), "");
    if (word.equals("yes") || word.equals("no")) {
      return Optional.of(word.equals("yes"));
    }
    return console
        .ask("%s%nSend it? %s [y/n]".formatted(shown(request), sentence(reason)))
        .flatMap(TerminalApprover::yesOrNo);
  }

  @Override
  public Optional<Settlement> settle(ToolRequest request) {
    return settlement(words.getOrDefault(request.call().id(), ""))
        .or(
            () ->
                console
                    .ask(
                        "%s%nIt was sent and no answer was seen. Was it done, is it to be repeated, or skipped? [done/repeat/skip]"
                            .formatted(shown(request)))
                    .flatMap(TerminalApprover::settlement));
  }

  private static Optional<Boolean> yesOrNo(String answer) {
    return switch (answer.toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> Optional.of(true);
      case "n", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Settlement> settlement(String answer) {
    return switch (answer.toLowerCase(Locale.ROOT)) {
      case "done" -> Optional.of(Settlement.DONE);
      case "repeat" -> Optional.of(Settlement.REPEAT);
      case "skip" -> Optional.of(Settlement.SKIP);
      default -> Optional.empty();
    };
  }

  /// All that is sent, so that nothing is approved unseen; what is data cannot move the cursor.
  static String shown(ToolRequest request) {
    String body = request.body().isEmpty() ? "" : "\n  " + Texts.oneLine(request.body(), SHOWN);
    return "  %s %s%s".formatted(request.method(), Texts.oneLine(request.url(), SHOWN), body);
  }

  private static String sentence(String reason) {
    return "(" + reason + ")";
  }
}
