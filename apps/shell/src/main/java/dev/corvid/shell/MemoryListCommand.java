package dev.corvid.shell;

import dev.corvid.agent.Episode;
import dev.corvid.agent.spi.EpisodicMemory;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import java.util.List;

/// `memory list`: what is remembered of earlier runs, the newest last.
final class MemoryListCommand implements Command {
  @Override
  public String name() {
    return "memory list";
  }

  @Override
  public String summary() {
    return "List what is remembered of earlier runs";
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    try (EpisodicMemory memory = new Workbench(invocation, console).memory()) {
      List<Episode> episodes = memory.episodes();
      StringBuilder text = new StringBuilder();
      episodes.forEach(episode -> text.append(Episodes.text(episode, "", console)));
      return new Result(
          Json.object("episodes", episodes.stream().map(Episodes::json).toList()),
          episodes.isEmpty() ? "Nothing is remembered yet." : text.toString());
    }
  }
}
