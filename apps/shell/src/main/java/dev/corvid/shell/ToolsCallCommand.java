package dev.corvid.shell;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Effect;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolPolicy;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.spi.Tool;
import dev.corvid.command.Apis;
import dev.corvid.command.Argument;
import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.GlobalOptions;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Nearest;
import dev.corvid.command.Option;
import dev.corvid.command.Result;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import dev.corvid.tools.RestTools;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// `tools call`: one call of a tool, checked, shown and approved as the agent's calls are.
final class ToolsCallCommand implements Command {
  private static final Option<Boolean> DRY_RUN =
      Option.flag("dry-run", "show the request and send nothing");
  private static final int SHOWN_BODY = 2_000;

  @Override
  public String name() {
    return "tools call";
  }

  @Override
  public String summary() {
    return "Call an operation of an API, once";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(Apis.SPEC, Apis.BASE_URL, Apis.ALLOW_ORIGIN, DRY_RUN, RunCommand.APPROVE);
  }

  @Override
  public List<Argument> arguments() {
    return List.of(
        Argument.required("name", "the tool, as 'tools list' names it"),
        Argument.optional(
            "json", "its arguments, a JSON object (default: {}); - reads them from stdin"));
  }

  @Override
  public List<String> examples() {
    return List.of(
        "tools call --spec openapi.yaml --base-url http://localhost:8080 getPet '{\"petId\": 7}'",
        "tools call --spec openapi.yaml --dry-run addPet '{\"name\": \"Rex\"}'");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Apis apis = new Workbench(invocation, console).apis();
    try (RestTools tools = apis.open(invocation)) {
      Tool tool = tool(tools, invocation.argument());
      ToolRequest request = tool.prepare(call(invocation));
      if (invocation.isSet(DRY_RUN)) {
        return new Result(Json.object("request", json(request)), text(request));
      }
      requireNetwork(invocation);
      requireApproval(
          request,
          invocation.get(RunCommand.APPROVE),
          apis.policy(invocation.values(Apis.SPEC), tool),
          console);
      console.note(request.method() + " " + request.url());
      return result(request, tool.call(request));
    }
  }

  private static ToolCall call(Invocation invocation) {
    List<String> words = invocation.arguments();
    String arguments = words.size() > 1 ? words.get(1) : "{}";
    return new ToolCall(
        UUID.randomUUID().toString(),
        words.getFirst(),
        arguments.equals("-") ? Texts.stdin() : arguments);
  }

  private static Tool tool(RestTools tools, String name) {
    return tools
        .tool(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no tool '" + name + "'.",
                    Nearest.of(name, tools.tools().stream().map(t -> t.spec().name()).toList())
                            .map(near -> "Did you mean '" + near + "'? ")
                            .orElse("")
                        + "See 'corvid tools list'."));
  }

  private static void requireNetwork(Invocation invocation) {
    if (invocation.isSet(GlobalOptions.OFFLINE)) {
      throw new UsageException(
          "--offline forbids to send a request.", "Leave it out, or add --dry-run.");
    }
  }

  private static void requireApproval(
      ToolRequest request, ApprovalMode approval, Optional<ToolPolicy> policy, Console console) {
    String tool = request.call().tool();
    if (policy.filter(p -> p == ToolPolicy.DENY).isPresent()) {
      throw new ApprovalException(
          "The configuration denies " + tool + ".", "Change its policy in corvid.yaml.");
    }
    boolean asks = policy.map(p -> p == ToolPolicy.ASK).orElse(request.effect() == Effect.WRITE);
    if (!asks || approval == ApprovalMode.ALL) {
      return;
    }
    if (approval == ApprovalMode.NEVER) {
      throw new ApprovalException(
          "%s needs an approval, and --approve never gives none.".formatted(shown(request)),
          "Look at the request with --dry-run, then give --approve all.");
    }
    Optional<String> answer = console.ask(text(request) + "\n\nSend it? [y/n]");
    if (answer.filter(a -> a.matches("(?i)y|yes")).isEmpty()) {
      throw new ApprovalException(
          answer.isPresent()
              ? shown(request) + " was not approved."
              : shown(request) + " waits for an approval, and nobody is there to give it.",
          "Look at the request with --dry-run, then give --approve all.");
    }
  }

  private static String shown(ToolRequest request) {
    return "%s (%s %s)".formatted(request.call().tool(), request.method(), request.url());
  }

  private static Result result(ToolRequest request, ToolResult result) {
    boolean answered = result.code().matches("[1-5][0-9][0-9]");
    if (!answered) {
      throw new CallException(request.call().tool(), result);
    }
    return new Result(
        Json.object(
            "request",
            json(request),
            "response",
            Json.object(
                "status",
                Integer.parseInt(result.code()),
                "body",
                Json.valueOf(result.text()),
                "truncated",
                result.truncated())),
        (result.status() == ToolResult.Status.OK ? "" : "HTTP status " + result.code() + "\n")
            + Texts.safe(result.text()));
  }

  private static Map<String, Object> json(ToolRequest request) {
    Map<String, Object> json =
        new LinkedHashMap<>(
            Json.object(
                "method", request.method(), "url", request.url(), "headers", request.headers()));
    json.put("body", request.body().isEmpty() ? Optional.empty() : Json.valueOf(request.body()));
    return json;
  }

  private static String text(ToolRequest request) {
    StringBuilder text = new StringBuilder(request.method()).append(' ').append(request.url());
    request.headers().forEach((name, value) -> text.append("\n  %s: %s".formatted(name, value)));
    if (!request.body().isEmpty()) {
      text.append("\n\n").append(Texts.safe(shortened(request.body())));
    }
    return text.toString();
  }

  private static String shortened(String body) {
    return body.length() <= SHOWN_BODY
        ? body
        : "%s … (%d characters)".formatted(body.substring(0, SHOWN_BODY), body.length());
  }
}
