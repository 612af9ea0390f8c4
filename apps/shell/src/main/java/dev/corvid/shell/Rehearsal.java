package dev.corvid.shell;

import dev.corvid.command.Program;
import java.nio.file.Path;
import java.util.List;

/// Runs typical commands once, so that the launcher can record which classes a start needs
/// (`-XX:AOTCacheOutput`). A command that fails, for want of a model, is no harm.
final class Rehearsal {
  private Rehearsal() {}

  /// @param folders a document, and a folder for an index that may be thrown away
  public static void main(String[] folders) {
    Program program = Main.program();
    String document = folders[0];
    String index = folders[1];
    for (List<String> line :
        List.of(
            List.of("search", "--docs", document, "--index", index, "what is needed"),
            List.of("search", "--docs", document, "--index", index, "--json", "what is needed"),
            List.of("tokenize", "--offline", "what is needed"))) {
      program.run(line, System.out, System.err);
    }
    new TerminalLines(Path.of(index, "history"), (reader, line, candidates) -> {}, () -> "", false)
        .close();
  }
}
