package dev.corvid.tools.mcp;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds a program as a Windows prompt would: `npx` is `npx.cmd` there, which the JDK does not see.
final class Program {
  private static final String ENDINGS = ".COM;.EXE;.BAT;.CMD";

  private Program() {}

  /// The command with the file of its program, if it has to be looked for.
  static List<String> resolve(List<String> command) {
    if (File.separatorChar != '\\') {
      return command;
    }
    String program = command.getFirst();
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    String endings = Optional.ofNullable(System.getenv("PATHEXT")).orElse(ENDINGS);
    String found = find(program, path, endings).map(Path::toString).orElse(program);
    return Stream.concat(Stream.of(found), command.stream().skip(1)).toList();
  }

  /// The first file of that name with one of the endings, in the folders of a path; empty for a
  /// name that has an ending or a folder already.
  ///
  /// @param path folders with the system's separator between them
  /// @param endings with a semicolon between them
  static Optional<Path> find(String program, String path, String endings) {
    if (program.contains("/") || program.contains("\\") || program.contains(".")) {
      return Optional.empty();
    }
    return Arrays.stream(path.split(File.pathSeparator))
        .flatMap(
            folder -> Arrays.stream(endings.split(";")).flatMap(e -> file(folder, program + e)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static Stream<Path> file(String folder, String name) {
    try {
      return folder.isBlank() ? Stream.empty() : Stream.of(Path.of(folder, name));
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }
}
