package dev.corvid.eval;

import dev.corvid.agent.Query;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.Chunking;
import dev.corvid.retrieval.DocumentIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// `eval retrieval`: ranking measures over collections in BEIR's layout, one chunk per document.
final class RetrievalCommand implements Command {
  private static final Option<String> MODES =
      Option.text("mode", "LIST", "which of hybrid, dense, bm25, between commas")
          .withDefault("hybrid,dense,bm25");
  private static final Option<Path> RUN =
      Option.path("run", "DIR", "also write each ranking as a TREC run file into this folder");

  @Override
  public String name() {
    return "eval retrieval";
  }

  @Override
  public String summary() {
    return "Measure rankings over collections in BEIR's layout";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(MODES, Limits.ALL_QUESTIONS, RUN);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.many("DIR", "a folder with corpus.jsonl, queries.jsonl and qrels.tsv"));
  }

  @Override
  public List<String> examples() {
    return List.of("eval retrieval collections/scifact --mode bm25 --json");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    List<Query.Mode> modes = modes(invocation.get(MODES));
    List<Row> rows = new ArrayList<>();
    Workbench workbench = new Workbench(invocation, console);
    try (TextEmbedder embedder = workbench.embedder()) {
      boolean vectors = modes.stream().anyMatch(mode -> mode != Query.Mode.BM25);
      CollectionIndex indexes = new CollectionIndex(workbench, embedder, vectors, console);
      for (String folder : invocation.arguments()) {
        rows.addAll(evaluate(Path.of(folder), modes, indexes, invocation));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Result(Json.object("results", rows.stream().map(Row::json).toList()), text(rows));
  }

  private static List<Row> evaluate(
      Path folder, List<Query.Mode> modes, CollectionIndex indexes, Invocation invocation)
      throws IOException {
    BeirCollection collection = BeirCollection.read(folder);
    int limit = invocation.value(Limits.ALL_QUESTIONS).orElse(Integer.MAX_VALUE);
    Sample sample = new Sample(limit, invocation.get(GlobalOptions.SEED), Set.of());
    RetrievalEvaluation evaluation =
        new RetrievalEvaluation(collection, sample.of(collection.judged()));
    List<Row> rows = new ArrayList<>();
    try (DocumentIndex index = indexes.open(collection, Chunking.wholeDocuments())) {
      for (Query.Mode mode : modes) {
        TrecRun run = evaluation.run(index.retriever(), mode, indexes.console());
        if (invocation.value(RUN).isPresent()) {
          Path runs = Files.createDirectories(invocation.value(RUN).get());
          run.write(runs.resolve("%s.%s.run".formatted(collection.name(), word(mode))), "corvid");
        }
        rows.add(new Row(collection.name(), mode, evaluation.measure(run)));
      }
    }
    return rows;
  }

  private static List<Query.Mode> modes(String list) {
    List<Query.Mode> modes = new ArrayList<>();
    for (String name : list.split(",", -1)) {
      modes.add(
          Stream.of(Query.Mode.values())
              .filter(mode -> word(mode).equals(name.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--mode knows no '%s'.".formatted(name),
                          "Name some of hybrid, dense, bm25 between commas.")));
    }
    return modes;
  }

  private static String word(Query.Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private static String text(List<Row> rows) {
    StringBuilder text =
        new StringBuilder(
            "%-16s %-7s %8s  %-16s %10s %7s %7s %8s%n"
                .formatted(
                    "collection",
                    "mode",
                    "ndcg@10",
                    "95 %",
                    "recall@100",
                    "mrr@10",
                    "map",
                    "queries"));
    rows.forEach(row -> text.append(row.text()));
    return text.toString();
  }

  private record Row(String collection, Query.Mode mode, List<RankingScores> queries) {
    RankingScores mean() {
      return RankingScores.mean(queries);
    }

    Estimate ndcg() {
      return Estimate.of(queries.stream().map(RankingScores::ndcg10).toList());
    }

    Map<String, Object> json() {
      RankingScores mean = mean();
      return Json.object(
          "collection", collection,
          "mode", mode,
          "ndcg@10", mean.ndcg10(),
          "ndcg@10_interval", List.of(ndcg().low(), ndcg().high()),
          "recall@100", mean.recall100(),
          "mrr@10", mean.reciprocalRank10(),
          "map", mean.averagePrecision(),
          "queries", queries.size());
    }

    String text() {
      RankingScores mean = mean();
      return String.format(
          Locale.ROOT,
          "%-16s %-7s %8.4f  [%.4f, %.4f] %10.4f %7.4f %7.4f %8d%n",
          collection,
          word(mode),
          mean.ndcg10(),
          ndcg().low(),
          ndcg().high(),
          mean.recall100(),
          mean.reciprocalRank10(),
          mean.averagePrecision(),
          queries.size());
    }
  }
}
