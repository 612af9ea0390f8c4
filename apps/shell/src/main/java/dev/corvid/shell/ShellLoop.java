package dev.corvid.shell;

import dev.corvid.command.Command;
import dev.corvid.command.Program;
import dev.corvid.command.UsageException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.shell.core.InputReader;
import org.springframework.shell.core.InteractiveShellRunner;
import org.springframework.shell.core.command.CommandArgument;
import org.springframework.shell.core.command.CommandContext;
import org.springframework.shell.core.command.CommandRegistry;
import org.springframework.shell.core.command.ExitStatus;
import org.springframework.shell.core.command.ParsedInput;

/// Reads lines and does what they say. A line that is a command as a whole is one; anything else is
/// said to the agent, and so is what stands behind a question mark.
final class ShellLoop extends InteractiveShellRunner {
  private static final String SAY = "say";

  private ShellLoop(Lines lines, Program program, Work work) {
    super(lines, line -> parse(line, program, work), registry(program, work));
  }

  /// What the lines do.
  interface Work {
    /// Run a command.
    ///
    /// @param command its name, or [Program#HELP]
    /// @param line all words of the line
    void run(String command, List<String> line);

    /// Answer a question or do a task.
    void say(String text);

    /// Tell the user something beside it.
    void note(String text);
  }

  /// Read lines to the end of them.
  static void run(Lines lines, Program program, Work work) {
    try {
      new ShellLoop(lines, program, work).run(new String[0]);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static ParsedInput parse(String typed, Program program, Work work) {
    String line = typed.strip();
    if (line.startsWith("?") || line.startsWith("？")) {
      return said(line.substring(1).strip());
    }
    Optional<List<String>> words = Words.split(line);
    if (words.isEmpty() || words.get().isEmpty()) {
      return said(line);
    }
    try {
      return input(program.requireCommand(words.get()), words.get());
    } catch (UsageException e) {
      if (program.isName(words.get().getFirst())) {
        work.note("Taken as a question, for it is no command: %s".formatted(e.getMessage()));
      }
      return said(line);
    }
  }

  private static ParsedInput said(String text) {
    return input(SAY, List.of(text));
  }

  private static ParsedInput input(String command, List<String> words) {
    ParsedInput.Builder input = ParsedInput.builder().commandName(command);
    for (int i = 0; i < words.size(); i++) {
      input.addArgument(new CommandArgument(i, words.get(i)));
    }
    return input.build();
  }

  private static CommandRegistry registry(Program program, Work work) {
    CommandRegistry registry = new CommandRegistry();
    for (Command command : program.commands()) {
      registry.registerCommand(running(command.name(), command.summary(), work));
    }
    registry.registerCommand(running(Program.HELP, "Show help", work));
    registry.registerCommand(
        new Registered(SAY, "Answer a question", words -> work.say(words.getFirst())));
    return registry;
  }

  private static Registered running(String name, String summary, Work work) {
    return new Registered(name, summary, line -> work.run(name, line));
  }

  /// A command as Spring Shell knows it; what it does with its words is the program's.
  private record Registered(String name, String summary, Consumer<List<String>> work)
      implements org.springframework.shell.core.command.Command {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public String getDescription() {
      return summary;
    }

    @Override
    public ExitStatus execute(CommandContext context) {
      work.accept(context.parsedInput().arguments().stream().map(CommandArgument::value).toList());
      return ExitStatus.OK;
    }
  }

  @Override
  public void print(String message) {
    // What goes wrong is told by the program.
  }

  @Override
  public void flush() {
    // Nothing is held back.
  }

  @Override
  public PrintWriter getWriter() {
    return new PrintWriter(Writer.nullWriter());
  }

  @Override
  public InputReader getReader() {
    return new InputReader() {};
  }
}
