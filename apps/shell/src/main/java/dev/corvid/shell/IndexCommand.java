package dev.corvid.shell;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.IndexProgress;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.EmbedLimits;
import dev.corvid.retrieval.IndexStatus;
import dev.corvid.retrieval.UpdateReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// `index`: the lexical index brought up to date and every chunk embedded.
final class IndexCommand implements Command {
  @Override
  public String name() {
    return "index";
  }

  @Override
  public String summary() {
    return "Build or update the index of a folder in full, vectors included";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Library.DOCS, Library.INDEX);
  }

  @Override
  public List<String> examples() {
    return List.of("index --docs manuals", "index --docs manuals --docs notes.md --index my-index");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    invocation.require(Library.DOCS);
    long begin = System.nanoTime();
    Workbench workbench = new Workbench(invocation, console);
    Library library = Library.of(invocation, workbench);
    try (TextEmbedder embedder = workbench.embedder();
        DocumentIndex index = library.open(Optional.of(embedder));
        IndexProgress progress = new IndexProgress(console)) {
      UpdateReport report = index.update(library.source().orElseThrow(), Contention.WAIT, progress);
      index.embedPending(EmbedLimits.ALL, progress);
      return result(report, index.status(), (System.nanoTime() - begin) / 1e9, library);
    }
  }

  private static Result result(
      UpdateReport report, IndexStatus status, double seconds, Library library) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%d documents: %d added, %d changed, %d removed, %d unchanged, %d failed%n",
            report.seen(),
            report.added(),
            report.changed(),
            report.removed(),
            report.unchanged(),
            report.failed().size()));
    report
        .failed()
        .forEach(f -> text.append("  %s: %s%n".formatted(library.shown(f.name()), f.reason())));
    text.append(
        String.format(
            Locale.ROOT,
            "%d chunks, %d with vectors, %s, %.1f s%n",
            status.chunks(),
            status.embedded(),
            Console.bytes(status.bytes()),
            seconds));
    return new Result(
        Json.object(
            "documents",
            documents(report),
            "chunks",
            status.chunks(),
            "embedded",
            status.embedded(),
            "seconds",
            seconds,
            "bytes",
            status.bytes(),
            "index",
            library.index().toString()),
        text.toString());
  }

  private static Object documents(UpdateReport report) {
    return Json.object(
        "seen",
        report.seen(),
        "added",
        report.added(),
        "changed",
        report.changed(),
        "removed",
        report.removed(),
        "unchanged",
        report.unchanged(),
        "failed",
        report.failed().stream()
            .map(f -> Json.object("document", f.name(), "reason", f.reason()))
            .toList());
  }
}
