package dev.corvid.shell;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Argument;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `search`: the passages a question would be answered from.
final class SearchCommand implements Command {
  static final Option<Query.Mode> MODE =
      Option.choice("mode", Query.Mode.class, "by words and meaning, meaning, or words")
          .withDefault(Query.Mode.HYBRID);
  static final Option<Integer> K =
      Option.integer("top-k", "N", "the most passages", 1).withLetter("k").withDefault(10);

  private static final int SHOWN_CHARACTERS = 300;

  @Override
  public String name() {
    return "search";
  }

  @Override
  public String summary() {
    return "Find passages in the documents";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Library.DOCS, Library.INDEX, MODE, K);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.required("query", "what to look for"));
  }

  @Override
  public List<String> examples() {
    return List.of("search --docs manuals \"warranty period\"", "search --index my-index -k 3 tax");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Workbench workbench = new Workbench(invocation, console);
    Library library = Library.of(invocation, workbench);
    Query query =
        Query.of(Texts.argument(invocation, "query"), invocation.get(K))
            .withMode(invocation.get(MODE));
    boolean dense = query.mode() != Query.Mode.BM25;
    try (Closing<TextEmbedder> embedder = Closing.of(dense, workbench::embedder);
        DocumentIndex index = library.open(embedder.value());
        IndexProgress progress = new IndexProgress(console)) {
      library.update(index, Contention.READ_LAST_COMMIT, progress, console);
      index.embedFor(query, EmbedLimits.FIRST_QUESTION, progress);
      long begin = System.nanoTime();
      List<Passage> hits = index.retriever().retrieve(query);
      return result(hits, (System.nanoTime() - begin) / 1e6, library, console);
    }
  }

  private static Result result(
      List<Passage> hits, double millis, Library library, Console console) {
    List<Map<String, Object>> json = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hits.size(); i++) {
      Passage hit = hits.get(i);
      json.add(json(i + 1, hit));
      text.append(
          String.format(
              Locale.ROOT,
              "%2d. %s  %s%n    %s%n",
              i + 1,
              console.bold(Texts.place(library, hit.document(), hit.page(), hit.headings())),
              console.faint(String.format(Locale.ROOT, "%.3f", hit.score())),
              Texts.oneLine(hit.text(), SHOWN_CHARACTERS)));
    }
    return new Result(
        Json.object("hits", json, "took_ms", millis),
        hits.isEmpty() ? "Nothing found." : text.toString());
  }

  private static Map<String, Object> json(int rank, Passage hit) {
    return Json.object(
        "rank",
        rank,
        "document",
        hit.document(),
        "page",
        hit.page(),
        "headings",
        hit.headings(),
        "start",
        hit.start(),
        "end",
        hit.end(),
        "score",
        hit.score(),
        "text",
        hit.text());
  }
}
