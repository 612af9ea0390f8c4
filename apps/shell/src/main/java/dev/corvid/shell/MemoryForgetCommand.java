package dev.corvid.shell;

import dev.corvid.agent.Episode;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import java.util.List;

/// `memory forget`: one episode deleted.
final class MemoryForgetCommand implements Command {
  @Override
  public String name() {
    return "memory forget";
  }

  @Override
  public String summary() {
    return "Delete what is remembered of a run";
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("id", "an id of 'corvid memory list'"));
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    String id = invocation.argument();
    try (EpisodicMemory memory = new Workbench(invocation, console).memory()) {
      List<Episode> forgotten =
          memory.episodes().stream().filter(episode -> episode.id().equals(id)).toList();
      if (!memory.forget(id)) {
        throw new UsageException(
            "Nothing is remembered of a run '" + id + "'.",
            "See 'corvid memory list' for the ids.");
      }
      return new Result(
          Json.object("episodes", forgotten.stream().map(Episodes::json).toList()),
          "Forgot " + Texts.oneLine(id, 100) + ".");
    }
  }
}
