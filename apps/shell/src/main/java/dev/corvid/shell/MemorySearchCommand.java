package dev.corvid.shell;

import dev.corvid.agent.IndexedEpisodicMemory;
import dev.corvid.agent.spi.EpisodicMemory.Recalled;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import java.util.List;
import java.util.Locale;

/// `memory search`: the earlier runs whose tasks are like a text.
final class MemorySearchCommand implements Command {
  static final Option<Integer> K =
      Option.integer("top-k", "N", "the most episodes", 1).withLetter("k").withDefault(10);

  @Override
  public String name() {
    return "memory search";
  }

  @Override
  public String summary() {
    return "Find earlier runs by their tasks";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(K);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("text", "words of a task, or a whole one"));
  }

  @Override
  public List<String> examples() {
    return List.of("memory search \"cancel an order\"");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    String text = Texts.argument(invocation, "text");
    try (IndexedEpisodicMemory memory = new Workbench(invocation, console).memory()) {
      // A planner wants tasks like its own; who searches may give a single word of one.
      List<Recalled> found = memory.recall(text, invocation.get(K), 0);
      StringBuilder shown = new StringBuilder();
      for (Recalled one : found) {
        String similarity = String.format(Locale.ROOT, "  %.2f alike", one.similarity());
        shown.append(Episodes.text(one.episode(), similarity, console));
      }
      return new Result(
          Json.object("episodes", found.stream().map(Episodes::json).toList()),
          found.isEmpty() ? "Nothing like it is remembered." : shown.toString());
    }
  }
}
