package dev.corvid.shell;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Result;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A command of the interactive shell that changes or shows the session.
///
/// @param work takes the arguments, gives what is to be said
record SessionCommand(
    String name, String summary, List<Argument> arguments, Function<List<String>, String> work)
    implements Command {
  SessionCommand {
    arguments = List.copyOf(arguments);
  }

  SessionCommand(String name, String summary, Function<List<String>, String> work) {
    this(name, summary, List.of(), work);
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    String said = work.apply(invocation.arguments());
    Map<String, Object> json = Json.object("said", said);
    return new Result(json, said);
  }
}
