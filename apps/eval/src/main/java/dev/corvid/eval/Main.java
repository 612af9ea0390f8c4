package dev.corvid.eval;

import dev.corvid.command.Program;
import java.util.List;

/// The program `./corvid eval`.
public final class Main {
  static final Program PROGRAM =
      new Program(
          "Corvid's evaluations: rankings, answers and function calls against what is known.",
          List.of(new RetrievalCommand(), new QaCommand(), new CallsCommand()));

  private Main() {}

  public static void main(String[] line) {
    PROGRAM.main(line);
  }
}
