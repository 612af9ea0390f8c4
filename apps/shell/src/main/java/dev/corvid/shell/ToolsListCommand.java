package dev.corvid.shell;

import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.ToolProvider.Skipped;
import dev.corvid.command.Apis;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.tools.Operation;
import dev.corvid.tools.RestTools;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// `tools list`: the operations of APIs as tools.
final class ToolsListCommand implements Command {
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
    return List.of(Apis.SPEC);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "tools list --spec openapi.yaml",
        "tools list --json --spec http://localhost:8080/api-docs");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    try (RestTools tools = new Workbench(invocation, console).apis().open(invocation)) {
      return new Result(json(tools), text(tools, console));
    }
  }

  private static Map<String, Object> json(RestTools tools) {
    return Json.object(
        "registered",
        tools.operations().size(),
        "declared",
        tools.declared(),
        "tools",
        tools.operations().stream().map(ToolsListCommand::json).toList(),
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

  private static String text(RestTools tools, Console console) {
    List<Operation> operations = tools.operations();
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
    text.append("%d of %d operations are tools.%n".formatted(operations.size(), tools.declared()));
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
