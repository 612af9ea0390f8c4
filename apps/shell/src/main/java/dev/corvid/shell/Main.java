package dev.corvid.shell;

import dev.corvid.command.Command;
import dev.corvid.command.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The program `./corvid`.
public final class Main {
  private static final String ABOUT =
      "Corvid answers questions from your documents, on your machine.";

  private Main() {}

  public static void main(String[] line) {
    program().main(line);
  }

  static Program program() {
    List<Command> commands =
        List.of(
            new AskCommand(),
            new RunCommand(),
            new RunsListCommand(),
            new RunsShowCommand(),
            new RunsResumeCommand(),
            new IndexCommand(),
            new SearchCommand(),
            new MemoryListCommand(),
            new MemorySearchCommand(),
            new MemoryForgetCommand(),
            new GenerateCommand(),
            new TokenizeCommand(),
            new ToolsListCommand(),
            new ToolsCallCommand(),
            new ModelListCommand(),
            new ModelPullCommand(),
            new ModelInfoCommand(),
            new ModelRemoveCommand());
    List<Command> all = new ArrayList<>(commands);
    all.addFirst(new ShellCommand(ABOUT, commands));
    Map<String, String> others = new LinkedHashMap<>();
    others.put("eval", "Measure answers and rankings over a collection: 'corvid help eval'");
    others.put("bench", "Measure speed: 'corvid help bench'");
    return new Program(ABOUT, all, others).beginningWith(ShellCommand.NAME);
  }
}
