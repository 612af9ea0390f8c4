package dev.corvid.eval;

import dev.corvid.agent.Query;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Invocation;
import dev.corvid.command.Option;
import dev.corvid.command.Progress;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.DocumentIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `eval qa`: answers with citations, held against what is known.
final class QaCommand implements Command {
  private static final Option<Path> QUESTIONS =
      Option.path("questions", "FILE.jsonl", "questions of your own; needs --docs");
  private static final Option<Path> DOCS =
      Option.path("docs", "PATH", "the documents that --questions asks about");
  private static final Option<Query.Mode> MODE =
      Option.choice("mode", Query.Mode.class, "how passages are found")
          .withDefault(Query.Mode.HYBRID);
  private static final Option<Path> EXCLUDE =
      Option.path("exclude-ids", "FILE", "ids of questions not to ask, one per line");
  private static final Option<Path> ONLY =
      Option.path("only-ids", "FILE", "ids of the questions to ask, one per line");
  private static final Option<String> SKIP =
      Option.text("skip", "LIST", "what not to try: hidden, gold, between commas").withDefault("");
  private static final Option<Boolean> RESUME =
      Option.flag("resume", "keep the items that an interrupted run wrote");

  @Override
  public String name() {
    return "eval qa";
  }

  @Override
  public String summary() {
    return "Measure answers, citations and refusals over questions with known answers";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(QUESTIONS, DOCS, MODE, Limits.FEW_QUESTIONS, EXCLUDE, ONLY, SKIP, RESUME);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.optional("DIR", "a folder in BEIR's layout whose queries have answers"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "eval qa collections/xquad/en --limit 60 --seed 5",
        "eval qa --questions rust-book.jsonl --docs rust-book");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    try {
      return evaluate(invocation, console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result evaluate(Invocation invocation, Console console) throws IOException {
    QaSource source = source(invocation);
    List<Question> questions = sample(invocation, source.questions());
    Workbench workbench = new Workbench(invocation, console);
    Path folder = workbench.folders().cache().resolve("eval");
    try (TextEmbedder embedder = workbench.embedder();
        DocumentIndex index = source.open(new CollectionIndex(workbench, embedder, true, console));
        EvaluatedModel model = EvaluatedModel.open(workbench);
        ItemLog log = log(invocation, folder.resolve("qa"), source, model.identity())) {
      RememberedModel memory = model.remembered(folder.resolve("generations"));
      QaEvaluation evaluation = new QaEvaluation(memory, index.retriever(), invocation.get(MODE));
      console.note("Items: " + log.file());
      QaReport report = ask(questions, prepared(invocation, source), evaluation, log, console);
      Map<String, Object> json = report.json();
      json.put("collection", source.name());
      json.put("model", workbench.modelName());
      json.put("items", log.file().toString());
      return new Result(json, report.text());
    }
  }

  private static QaSource source(Invocation invocation) throws IOException {
    Optional<Path> questions = invocation.value(QUESTIONS);
    if (questions.isPresent() == !invocation.arguments().isEmpty()) {
      throw new UsageException(
          "Name either a collection or --questions.",
          "Write: eval qa DIR, or: eval qa --questions FILE.jsonl --docs PATH");
    }
    return questions.isPresent()
        ? QaSource.Folder.read(questions.get(), invocation.require(DOCS))
        : new QaSource.Beir(BeirCollection.read(Path.of(invocation.argument())));
  }

  private static List<Question> sample(Invocation invocation, List<Question> all)
      throws IOException {
    Set<String> excluded = ids(invocation.value(EXCLUDE));
    Optional<Path> only = invocation.value(ONLY);
    Set<String> wanted = ids(only);
    Predicate<Question> asked = q -> only.isEmpty() || wanted.contains(q.id());
    int limit = invocation.get(Limits.FEW_QUESTIONS);
    long seed = invocation.get(GlobalOptions.SEED);
    return new Sample(limit, seed, excluded).of(all.stream().filter(asked).toList());
  }

  private static Set<String> ids(Optional<Path> file) throws IOException {
    Set<String> ids = new HashSet<>();
    if (file.isPresent()) {
      for (String line : Files.readAllLines(file.get())) {
        if (!line.isBlank() && !line.startsWith("#")) {
          ids.add(line.strip());
        }
      }
    }
    return ids;
  }

  private static ItemLog log(Invocation invocation, Path folder, QaSource source, String identity)
      throws IOException {
    String key =
        Fingerprint.of(
            source.fingerprint(),
            identity,
            invocation.get(MODE).name(),
            invocation.get(SKIP),
            String.valueOf(invocation.get(GlobalOptions.SEED)));
    Path file = folder.resolve("%s-%s.jsonl".formatted(source.name(), key));
    return invocation.isSet(RESUME) ? ItemLog.resume(file) : ItemLog.start(file);
  }

  /// How to turn a question into a case, without what --skip names.
  private static Function<Question, QaCase> prepared(Invocation invocation, QaSource source) {
    Set<String> skipped = Set.of(invocation.get(SKIP).split(",", -1));
    for (String name : skipped) {
      if (!Set.of("", "hidden", "gold").contains(name)) {
        throw new UsageException(
            "--skip knows no '%s'.".formatted(name), "Name some of hidden, gold between commas.");
      }
    }
    return question -> {
      QaCase full = source.prepare(question);
      return new QaCase(
          question,
          full.isGold(),
          skipped.contains("hidden") ? Set.of() : full.hidden(),
          skipped.contains("gold") ? List.of() : full.gold());
    };
  }

  private static QaReport ask(
      List<Question> questions,
      Function<Question, QaCase> prepare,
      QaEvaluation evaluation,
      ItemLog log,
      Console console)
      throws IOException {
    List<QaItem> items = new ArrayList<>();
    try (Progress progress = console.progress("Questions")) {
      for (Question question : questions) {
        Optional<JsonNode> known = log.find(question.id());
        if (known.isPresent()) {
          items.add(JsonLines.JSON.treeToValue(known.get(), QaItem.class));
        } else {
          QaItem item = evaluation.ask(prepare.apply(question));
          ObjectNode line = JsonLines.JSON.valueToTree(item);
          log.append(line);
          items.add(item);
        }
        console.detail(QaReport.line(items.getLast()));
        progress.update(items.size(), questions.size(), items.getLast().id());
      }
    }
    return new QaReport(items);
  }
}
