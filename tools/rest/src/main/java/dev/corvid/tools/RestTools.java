package dev.corvid.tools;

import dev.corvid.agent.Agent;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.spi.Tool;
import dev.corvid.agent.spi.ToolProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The operations of APIs as tools: each operation that a specification declares is a tool or is
/// skipped with a reason. Thread-safe.
///
/// A tool's arguments are one flat object of the operation's parameters and the fields of its JSON
/// body. Its name is the operation's id or made of method and path, unique over all APIs.
public final class RestTools implements ToolProvider {
  private static final int MOST_DESCRIPTION = 300;

  private final List<Operation> operations = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final Wire wire = new Wire();

  /// An API: its specification, and what the user says beside it.
  public record Api(Specification specification, RestSettings settings) {
    public Api {
      Objects.requireNonNull(specification, "specification");
      Objects.requireNonNull(settings, "settings");
    }
  }

  private RestTools() {}

  /// @throws SpecificationException.Empty if the specification declares no operation
  public static RestTools of(Specification specification, RestSettings settings) {
    return of(List.of(new Api(specification, settings)));
  }

  /// The tools of several APIs, with names that are unique among all.
  ///
  /// @throws SpecificationException.Empty if one of the specifications declares no operation
  public static RestTools of(List<Api> apis) {
    RestTools tools = new RestTools();
    Set<String> names = new HashSet<>(Set.of(Agent.SEARCH_TOOL));
    apis.forEach(api -> tools.add(api, names));
    return tools;
  }

  private void add(Api api, Set<String> names) {
    Specification specification = api.specification();
    List<Declared.Unknown> unknown = new ArrayList<>();
    List<Declared> declared = Declared.all(specification, unknown);
    unknown.forEach(u -> skipped.add(new Skipped(u.path(), u.why())));
    if (declared.isEmpty() && unknown.isEmpty()) {
      throw new SpecificationException.Empty(
          "The specification %s declares no operation".formatted(specification.name()),
          "Give a document with operations under 'paths'.");
    }
    SecuritySchemes schemes = new SecuritySchemes(specification);
    RestTool.Api shared =
        new RestTool.Api(
            specification,
            api.settings(),
            new Credentials(
                schemes, api.settings().credentials(), api.settings().userCredentials()),
            wire);
    Servers servers =
        new Servers(
            specification, api.settings().baseUrl(), api.settings().typedOrigins(specification));
    EndpointReader reader = new EndpointReader(specification, servers, schemes);
    List<String> toolNames = ToolNames.of(declared, names);
    for (int i = 0; i < declared.size(); i++) {
      add(declared.get(i), toolNames.get(i), reader, shared);
    }
  }

  private void add(Declared declared, String name, EndpointReader reader, RestTool.Api api) {
    try {
      Endpoint endpoint = reader.read(declared);
      References references = api.specification().references();
      InputLayout layout = InputLayout.of(endpoint, references);
      ToolSpec spec =
          new ToolSpec(
              name,
              description(declared.operation()),
              ModelSchema.of(layout, references),
              endpoint.effect(),
              origin(endpoint, api.specification()),
              keywords(declared));
      Tool tool = new RestTool(spec, endpoint, layout, api);
      operations.add(new Operation(declared.method(), declared.path(), tool));
    } catch (NotATool e) {
      skipped.add(new Skipped(declared.label(), e.why()));
    }
  }

  private static String origin(Endpoint endpoint, Specification specification) {
    return endpoint
        .base()
        .map(base -> Origin.of(base).toString())
        .orElse("unknown:" + specification.name());
  }

  /// The summary, and of the description what it adds.
  private static String description(JsonNode operation) {
    String summary = Texts.describe(Nodes.text(operation, "summary").orElse(""), MOST_DESCRIPTION);
    String text = Texts.describe(Nodes.text(operation, "description").orElse(""), MOST_DESCRIPTION);
    if (text.isEmpty() || summary.length() > MOST_DESCRIPTION / 2) {
      return summary;
    }
    if (summary.isEmpty() || text.toLowerCase(Locale.ROOT).startsWith(plain(summary))) {
      return text;
    }
    String joined = summary + (summary.matches(".*[.!?]") ? " " : ". ") + text;
    return Texts.describe(joined, MOST_DESCRIPTION);
  }

  private static String plain(String summary) {
    return summary.toLowerCase(Locale.ROOT).replaceAll("[.!?]+$", "");
  }

  private static List<String> keywords(Declared declared) {
    List<String> keywords = new ArrayList<>();
    for (String segment : declared.path().split("[/?#{}]+")) {
      if (!segment.isBlank()) {
        keywords.add(Texts.cut(segment, 100));
      }
    }
    Nodes.texts(declared.operation(), "tags").stream()
        .limit(20)
        .map(tag -> Texts.describe(tag, 100))
        .forEach(keywords::add);
    return keywords;
  }

  @Override
  public List<Tool> tools() {
    return operations.stream().map(Operation::tool).toList();
  }

  /// The tools with what the specification calls them, in its order.
  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /// The tool of that name.
  public Optional<Tool> tool(String name) {
    return tools().stream().filter(tool -> tool.spec().name().equals(name)).findFirst();
  }

  @Override
  public List<Skipped> skipped() {
    return List.copyOf(skipped);
  }

  /// How many operations were declared: each is a tool or skipped.
  public int declared() {
    return operations.size() + skipped.size();
  }

  @Override
  public void close() {
    wire.close();
  }
}
