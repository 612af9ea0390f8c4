package dev.corvid.shell;

import dev.corvid.agent.spi.ToolProvider;
import dev.corvid.command.Apis;
import dev.corvid.command.Invocation;
import dev.corvid.command.ModelChoice;
import dev.corvid.command.Option;
import dev.corvid.command.UsageException;
import dev.corvid.command.Workbench;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What a run works with, as the user typed it, with absolute paths: enough to open the same tools
/// and documents again in another process and another folder. Holds no secret.
///
/// @param specs files and URLs of specifications
/// @param baseUrl where the APIs are, if not where their specifications say
/// @param allowedOrigins further places where requests may go
/// @param servers command lines of MCP servers
/// @param docs folders and files of documents
/// @param index the folder of an index
/// @param model the model
record RunSetup(
    List<String> specs,
    Optional<String> baseUrl,
    List<String> allowedOrigins,
    List<String> servers,
    List<String> docs,
    Optional<String> index,
    ModelChoice model) {
  static final Option<String> SPEC = Apis.SPEC;
  static final Option<String> BASE_URL = Apis.BASE_URL;
  static final Option<String> ALLOW_ORIGIN = Apis.ALLOW_ORIGIN;
  static final Option<String> MCP =
      Option.text("mcp", "COMMAND", "start an MCP server whose tools are used").repeated();

  static RunSetup of(Invocation invocation, Workbench workbench) {
    Apis apis = workbench.apis();
    return new RunSetup(
        invocation.values(SPEC).stream().map(s -> apis.isNamed(s) ? s : absolute(s)).toList(),
        invocation.value(BASE_URL),
        invocation.values(ALLOW_ORIGIN),
        invocation.values(MCP),
        invocation.values(Library.DOCS).stream().map(RunSetup::absolute).toList(),
        invocation.value(Library.INDEX).map(RunSetup::absolute),
        absolute(workbench.model()));
  }

  private static ModelChoice absolute(ModelChoice model) {
    return model instanceof ModelChoice.Local(String name) && Workbench.isFile(name)
        ? new ModelChoice.Local(absolute(Path.of(name)))
        : model;
  }

  private static String absolute(String spec) {
    return ModelChoice.isUrl(spec) ? spec : absolute(Path.of(spec));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  /// As a run's journal keeps it.
  Map<String, List<String>> journalled() {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    fields.put(SPEC.name(), specs);
    fields.put(BASE_URL.name(), baseUrl.stream().toList());
    fields.put(ALLOW_ORIGIN.name(), allowedOrigins);
    fields.put(MCP.name(), servers);
    fields.put(Library.DOCS.name(), docs);
    fields.put(Library.INDEX.name(), index.stream().toList());
    fields.put("model", model.words());
    return fields;
  }

  static RunSetup journalled(Map<String, List<String>> fields) {
    return new RunSetup(
        fields.getOrDefault(SPEC.name(), List.of()),
        first(fields, BASE_URL.name()),
        fields.getOrDefault(ALLOW_ORIGIN.name(), List.of()),
        fields.getOrDefault(MCP.name(), List.of()),
        fields.getOrDefault(Library.DOCS.name(), List.of()),
        first(fields, Library.INDEX.name()),
        ModelChoice.of(fields.getOrDefault("model", List.of())));
  }

  private static Optional<String> first(Map<String, List<String>> fields, String name) {
    return fields.getOrDefault(name, List.of()).stream().findFirst();
  }

  RunSetup withDocs(List<String> value) {
    return new RunSetup(specs, baseUrl, allowedOrigins, servers, value, index, model);
  }

  RunSetup withSpecs(List<String> value) {
    return new RunSetup(value, baseUrl, allowedOrigins, servers, docs, index, model);
  }

  RunSetup withModel(ModelChoice value) {
    return new RunSetup(specs, baseUrl, allowedOrigins, servers, docs, index, value);
  }

  /// This and what was typed now; of what there can be only one the latter counts.
  RunSetup with(RunSetup typed, boolean modelTyped) {
    return new RunSetup(
        and(specs, typed.specs),
        typed.baseUrl.or(() -> baseUrl),
        and(allowedOrigins, typed.allowedOrigins),
        and(servers, typed.servers),
        and(docs, typed.docs),
        typed.index.or(() -> index),
        modelTyped ? typed.model : model);
  }

  /// A list with more, each once.
  static List<String> and(List<String> list, String one) {
    return and(list, List.of(one));
  }

  private static List<String> and(List<String> list, List<String> more) {
    return Stream.concat(list.stream(), more.stream()).distinct().toList();
  }

  boolean hasTools() {
    return !specs.isEmpty() || !servers.isEmpty();
  }

  boolean hasSomething() {
    return hasTools() || hasDocuments();
  }

  boolean hasDocuments() {
    return !docs.isEmpty() || index.isPresent();
  }

  /// Refuse a run that has nothing to work with.
  ///
  /// @throws UsageException if neither tools nor documents are named
  void requireSomething() {
    if (!hasSomething()) {
      throw new UsageException(
          "Neither tools nor documents are given.",
          "Name an API: --spec FILE|URL, an MCP server: --mcp COMMAND, or documents: --docs FOLDER.");
    }
  }

  Library library(Workbench workbench) {
    List<Path> paths = docs.stream().map(Path::of).toList();
    return Library.of(paths, index.map(Path::of), workbench);
  }

  /// Open the tools; closing them ends what was started.
  OpenTools open(Workbench workbench) {
    List<ToolProvider> apis =
        specs.isEmpty()
            ? List.of()
            : List.of(workbench.apis().open(specs, baseUrl.stream().toList(), allowedOrigins));
    try {
      return new OpenTools(apis, McpServers.start(servers));
    } catch (RuntimeException | Error e) {
      apis.forEach(ToolProvider::close);
      throw e;
    }
  }
}
