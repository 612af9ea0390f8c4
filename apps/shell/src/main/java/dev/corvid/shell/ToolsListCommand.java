package dev.corvid.shell;

import dev.corvid.agent.IndexedToolSelector;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.ToolProvider.Skipped;
import dev.corvid.command.Apis;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.retrieval.TextIndexes;
import dev.corvid.tools.Operation;
import dev.corvid.tools.RestTools;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `tools list`: the operations of APIs as tools, all or those that fit a text.
final class ToolsListCommand implements Command {
  private static final int DEFAULT_K = 10;
  private static final Option<String> SEARCH =
      Option.text("search", "TEXT", "only the tools that fit best, ranked as 'run' chooses them");
  private static final Option<Integer> K =
      Option.integer(
              "top-k", "N", "the most tools that --search lists (default: " + DEFAULT_K + ")", 1)
          .withLetter("k");

  private static final int MOST_NAME = 40;
  private static final int MOST_PLACE = 44;
  private static final int MOST_PATH = 80;
  private static final int LEAST_DESCRIPTION = 30;

  @Override
  public String name() {
    return "tools list";
  }

  @Override
  public String summary() {
    return "List the operations of an API as tools";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Apis.SPEC, SEARCH, K);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "tools list --spec openapi.yaml",
        "tools list --spec openapi.yaml --search \"add a pet\" -k 3",
        "tools list --json --spec http://localhost:8080/api-docs");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Optional<String> search = search(invocation);
    int limit = invocation.value(K).orElse(DEFAULT_K);
    try (RestTools tools = new Workbench(invocation, console).apis().open(invocation)) {
      List<Operation> shown =
          search.map(text -> best(tools.operations(), text, limit)).orElse(tools.operations());
      String table = table(shown, console);
      return new Result(
          json(tools, shown),
          table + (search.isPresent() ? found(tools, shown) : all(tools, console)));
    }
  }

  private static Optional<String> search(Invocation invocation) {
    Optional<String> search = invocation.value(SEARCH);
    if (search.isEmpty() && invocation.value(K).isPresent()) {
      throw new UsageException(
          "-k is for --search, which is not given.", "Add --search TEXT, or leave -k out.");
    }
    if (search.filter(String::isBlank).isPresent()) {
      throw new UsageException(
          "--search is empty.", "Add some words of what a tool is to do, or leave it out.");
    }
    return search;
  }

  /// The operations that the agent would be shown for such a task, best first.
  private static List<Operation> best(List<Operation> operations, String text, int limit) {
    Map<String, Operation> byName =
        operations.stream()
            .collect(Collectors.toMap(o -> o.tool().spec().name(), Function.identity()));
    List<ToolSpec> specs = operations.stream().map(o -> o.tool().spec()).toList();
    try (IndexedToolSelector selector = new IndexedToolSelector(TextIndexes::inMemory)) {
      return selector.select(text, specs, limit).stream()
          .map(spec -> byName.get(spec.name()))
          .toList();
    }
  }

  private static Map<String, Object> json(RestTools tools, List<Operation> shown) {
    return Json.object(
        "registered",
        tools.operations().size(),
        "declared",
        tools.declared(),
        "tools",
        shown.stream().map(ToolsListCommand::json).toList(),
        "skipped",
        tools.skipped().stream()
            .map(s -> Json.object("operation", s.operation(), "why", s.why()))
            .toList());
  }

  private static Map<String, Object> json(Operation operation) {
    ToolSpec spec = operation.tool().spec();
    return Json.object(
        "name",
        spec.name(),
        "method",
        operation.method(),
        "path",
        operation.path(),
        "description",
        spec.description(),
        "parameters",
        new Json.Raw(spec.parameters()));
  }

  private static String table(List<Operation> operations, Console console) {
    StringBuilder text = new StringBuilder();
    int name = width(operations.stream().map(o -> o.tool().spec().name()), MOST_NAME);
    int place = width(operations.stream().map(ToolsListCommand::place), MOST_PLACE);
    int room = Math.max(LEAST_DESCRIPTION, console.mode().columns() - name - place - 4);
    for (Operation operation : operations) {
      ToolSpec spec = operation.tool().spec();
      text.append(console.bold(padded(spec.name(), name)))
          .append("  ")
          .append(padded(place(operation), place))
          .append("  ")
          .append(console.faint(Texts.oneLine(spec.description(), room)))
          .append('\n');
    }
    return text.toString();
  }

  private static String found(RestTools tools, List<Operation> shown) {
    int registered = tools.operations().size();
    return shown.isEmpty()
        ? "None of %d tools has a word of it.%n".formatted(registered)
        : "The best %d of %d tools.%n".formatted(shown.size(), registered);
  }

  private static String all(RestTools tools, Console console) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d of %d operations are tools.%n".formatted(tools.operations().size(), tools.declared()));
    for (Skipped skipped : tools.skipped()) {
      text.append(console.faint("skipped "))
          .append(Texts.oneLine(skipped.operation(), 2 * MOST_PLACE))
          .append(": ")
          .append(Texts.oneLine(skipped.why(), 200))
          .append('\n');
    }
    return text.toString();
  }

  private static String place(Operation operation) {
    return "%-6s %s".formatted(operation.method(), Texts.oneLine(operation.path(), MOST_PATH));
  }

  /// The width of a column: its longest text, but not for the sake of a few.
  private static int width(Stream<String> texts, int most) {
    return texts.mapToInt(String::length).filter(n -> n <= most).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
