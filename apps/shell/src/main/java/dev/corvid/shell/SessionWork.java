package dev.corvid.shell;

import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Program;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.inference.catalog.CatalogModel;
import java.util.List;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/// One session from its first line to its last.
final class SessionWork implements ShellLoop.Work {
  private final Invocation invocation;
  private final Console given;
  private final Lines lines;
  private final Session session;
  private final Program program;
  private int exitCode;

  SessionWork(Invocation invocation, Console given, ShellCommand shell) {
    this.invocation = invocation;
    this.given = given;
    boolean typed = given.mode().answers() && System.console() != null;
    this.lines = typed ? terminal() : new PipedLines(System.in);
    this.session = new Session(invocation, console(given.mode()));
    this.program = shell.program(session);
  }

  private Lines terminal() {
    SessionFiles files = SessionFiles.in(new Workbench(invocation, given).folders());
    return new TerminalLines(
        files.history(), this::complete, this::status, given.mode().styledErr());
  }

  private Console console(Console.Mode mode) {
    return given.with(mode.withColumns(lines.columns()), lines);
  }

  /// Read lines to the end of them; returns the exit code of the last one.
  int run() {
    try (lines;
        session) {
      int begun = program.run(session.console(), this::begin);
      if (begun == 0) {
        ShellLoop.run(lines, program, this);
      }
      return begun == 0 ? exitCode : begun;
    }
  }

  private Result begin() {
    session.begin();
    if (lines instanceof TerminalLines) {
      given.note("Ask something, or 'help'. Ctrl-C stops an answer, Ctrl-D leaves.");
    }
    return Result.NOTHING;
  }

  @Override
  public void run(String name, List<String> line) {
    List<String> whole =
        program.commands().stream()
            .filter(command -> command.name().equals(name))
            .findFirst()
            .map(command -> session.completed(command, line))
            .orElse(line);
    exitCode = program.run(whole, console(Console.Mode.of(line)), session.held());
  }

  @Override
  public void say(String text) {
    if (!text.isBlank()) {
      exitCode = program.run(session.console(), () -> session.answer(text));
    }
  }

  @Override
  public void note(String text) {
    session.console().note(text);
  }

  private String status() {
    return session.status();
  }

  private void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    Supplier<List<String>> models =
        () ->
            new Workbench(invocation, given)
                .store().catalog().models().stream().map(CatalogModel::name).toList();
    Words words = Words.of(line.line().substring(0, line.cursor()));
    for (Completions.Completion one :
        new Completions(program.commands(), models, session::toolNames).of(words)) {
      candidates.add(
          new Candidate(
              one.text(),
              one.text(),
              null,
              one.about().isEmpty() ? null : one.about(),
              null,
              null,
              one.isWhole()));
    }
  }
}
