package dev.corvid.eval;

import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Progress;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `eval calls`: function calls held against the accepted ones, in the layout of the Berkeley
/// Function-Calling Leaderboard.
final class CallsCommand implements Command {
  private static final Option<Path> ANSWERS =
      Option.path("answers", "DIR", "the right calls (default: possible_answer beside the file)");
  private static final Option<Boolean> FREE =
      Option.flag("free", "ask the bare model: no decision whether to call, no constraint");
  private static final Option<Boolean> RESUME =
      Option.flag("resume", "keep the items that an interrupted run wrote");

  @Override
  public String name() {
    return "eval calls";
  }

  @Override
  public String summary() {
    return "Measure function calls against the accepted ones";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ANSWERS, FREE, Limits.FEW_QUESTIONS, RESUME);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(Argument.many("FILE.jsonl", "a category in BFCL's layout"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "eval calls bfcl/multiple.jsonl bfcl/irrelevance.jsonl --answers bfcl/possible_answer",
        "eval calls bfcl/parallel.jsonl --free --limit 40 --seed 5");
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
    List<CallFile> files = new ArrayList<>();
    for (String argument : invocation.arguments()) {
      Path file = Path.of(argument);
      Path beside = file.resolveSibling("possible_answer");
      files.add(CallFile.read(file, invocation.value(ANSWERS).orElse(beside)));
    }
    Workbench workbench = new Workbench(invocation, console);
    Path folder = workbench.folders().cache().resolve("eval");
    List<CallReport> reports = new ArrayList<>();
    try (EvaluatedModel model = EvaluatedModel.open(workbench)) {
      CallsEvaluation evaluation =
          new CallsEvaluation(
              model.remembered(folder.resolve("generations")), invocation.isSet(FREE));
      for (CallFile file : files) {
        try (ItemLog log = log(invocation, folder.resolve("calls"), file, model.identity())) {
          console.note("Items: " + log.file());
          reports.add(ask(file, sample(invocation, file), evaluation, log, console));
        }
      }
    }
    return result(reports, workbench.modelName());
  }

  private static List<CallCase> sample(Invocation invocation, CallFile file) {
    int limit = invocation.get(Limits.FEW_QUESTIONS);
    return file.sample(limit, invocation.get(GlobalOptions.SEED));
  }

  private static ItemLog log(Invocation invocation, Path folder, CallFile file, String identity)
      throws IOException {
    String key =
        Fingerprint.of(
            file.cases().toString(),
            identity,
            String.valueOf(invocation.isSet(FREE)),
            String.valueOf(invocation.get(GlobalOptions.SEED)));
    Path items = folder.resolve("%s-%s.jsonl".formatted(file.name(), key));
    return invocation.isSet(RESUME) ? ItemLog.resume(items) : ItemLog.start(items);
  }

  private static CallReport ask(
      CallFile file, List<CallCase> cases, CallsEvaluation evaluation, ItemLog log, Console console)
      throws IOException {
    List<CallItem> items = new ArrayList<>();
    try (Progress progress = console.progress(file.name())) {
      for (CallCase asked : cases) {
        Optional<JsonNode> known = log.find(asked.id());
        if (known.isPresent()) {
          items.add(JsonLines.JSON.treeToValue(known.get(), CallItem.class));
        } else {
          CallItem item = evaluation.ask(asked, file);
          ObjectNode line = JsonLines.JSON.valueToTree(item);
          log.append(line);
          items.add(item);
        }
        console.detail(items.getLast().line());
        progress.update(items.size(), cases.size(), asked.id());
      }
    }
    return new CallReport(file.name(), items);
  }

  private static Result result(List<CallReport> reports, String model) {
    return new Result(
        Json.object("results", reports.stream().map(CallReport::json).toList(), "model", model),
        CallReport.header() + reports.stream().map(CallReport::text).collect(Collectors.joining()));
  }
}
