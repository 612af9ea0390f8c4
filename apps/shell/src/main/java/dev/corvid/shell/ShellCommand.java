package dev.corvid.shell;

import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Program;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import java.util.List;
import java.util.stream.Stream;

/// `shell`: a session at the terminal, or over a pipe.
///
/// @param about what the program is
/// @param commands the commands that run alone; in a session they are the same
record ShellCommand(String about, List<Command> commands) implements Command {
  static final String NAME = "shell";
  static final Option<Boolean> CONTINUE =
      Option.flag("continue", "go on with the last conversation");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Talk to an agent; so does 'corvid' alone";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        Library.DOCS,
        Library.INDEX,
        RunSetup.SPEC,
        RunSetup.BASE_URL,
        RunSetup.ALLOW_ORIGIN,
        RunSetup.MCP,
        RunCommand.APPROVE,
        CONTINUE);
  }

  @Override
  public List<String> examples() {
    return List.of("--docs handbook", "shell --spec petstore.json --docs handbook", "--continue");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    if (console.mode().json()) {
      throw new UsageException(
          "A session does not speak JSON.", "Use --json with a command: corvid ask --json …");
    }
    return new Result(Json.object(), "", new SessionWork(invocation, console, this).run());
  }

  /// All that can be typed in a session.
  Program program(Session session) {
    return new Program(
        about
            + "\n\nIn a session: a line that is a command as a whole is run; anything else, and"
            + "\nwhatever stands behind '?', is a question or a task. A backslash at the end of a"
            + "\nline goes on in the next one.",
        Stream.concat(SessionCommands.of(session).stream(), commands.stream()).toList());
  }
}
