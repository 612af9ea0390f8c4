package dev.corvid.tools;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Makes endpoints of declared operations.
final class EndpointReader {
  static final Pattern TEMPLATE = Pattern.compile("\\{([^{}/]+)}");
  private static final int MOST_PARAMETERS = 2_000;

  private final Specification specification;
  private final References references;
  private final Servers servers;
  private final SecuritySchemes schemes;

  EndpointReader(Specification specification, Servers servers, SecuritySchemes schemes) {
    this.specification = specification;
    this.references = specification.references();
    this.servers = servers;
    this.schemes = schemes;
  }

  /// @throws NotATool with the reason why the operation cannot be called
  Endpoint read(Declared declared) throws NotATool {
    JsonNode operation = declared.operation();
    Map<String, Parameter> all = parameters(declared);
    Optional<String> idempotencyHeader =
        all.values().stream()
            .filter(p -> p.place() == Parameter.Place.HEADER)
            .map(Parameter::name)
            .filter(name -> name.equalsIgnoreCase("Idempotency-Key"))
            .findFirst();
    return new Endpoint(
        declared.method(),
        path(declared.path()),
        servers.base(declared),
        sent(all, declared.path()),
        body(declared),
        security(operation),
        responseSchema(operation),
        accept(operation),
        idempotencyHeader);
  }

  /// What comes after a hash never reaches a server; some documents use it to tell operations
  /// apart.
  private static String path(String template) {
    int hash = template.indexOf('#');
    String path = hash < 0 ? template : template.substring(0, hash);
    return path.startsWith("/") ? path : "/" + path;
  }

  /// The path's parameters and then the operation's own, which win.
  private Map<String, Parameter> parameters(Declared declared) throws NotATool {
    Map<String, Parameter> all = new LinkedHashMap<>();
    List<JsonNode> nodes = new ArrayList<>(Nodes.list(declared.item(), "parameters"));
    nodes.addAll(Nodes.list(declared.operation(), "parameters"));
    if (nodes.size() > MOST_PARAMETERS) {
      throw new NotATool("it has more than " + MOST_PARAMETERS + " parameters");
    }
    for (JsonNode node : nodes) {
      Parameter parameter = Parameter.of(references, references.follow(node));
      all.put(parameter.place() + " " + parameter.name(), parameter);
    }
    return all;
  }

  private List<Parameter> sent(Map<String, Parameter> all, String path) throws NotATool {
    List<Parameter> sent = new ArrayList<>();
    Set<String> inPath = names(path);
    for (Parameter parameter : all.values()) {
      if (schemes.fillIn(parameter)) {
        continue;
      }
      switch (parameter.place()) {
        case PATH -> {
          if (inPath.contains(parameter.name())) {
            sent.add(parameter);
          }
        }
        case QUERY -> sent.add(parameter);
        case HEADER -> {
          if (!Parameter.isProtectedHeader(parameter.name())) {
            sent.add(checkedHeader(parameter));
          }
        }
        case COOKIE -> {
          if (parameter.required()) {
            throw new NotATool(
                "it needs the cookie '%s'".formatted(Texts.describe(parameter.name(), 40)));
          }
        }
      }
    }
    inPath.stream()
        .filter(name -> !all.containsKey(Parameter.Place.PATH + " " + name))
        .forEach(name -> sent.add(Parameter.undeclared(name)));
    return sent;
  }

  private static Parameter checkedHeader(Parameter header) throws NotATool {
    if (!Parameter.HEADER_NAME.matcher(header.name()).matches()) {
      throw new NotATool(
          "'%s' is no name of a header".formatted(Texts.describe(header.name(), 40)));
    }
    return header;
  }

  private static Set<String> names(String path) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = TEMPLATE.matcher(path(path));
    while (matcher.find()) {
      names.add(name(matcher.group(1)));
    }
    return names;
  }

  /// Some vendors mark a parameter that may hold slashes by a plus.
  static String name(String inTemplate) {
    return inTemplate.endsWith("+") ? inTemplate.substring(0, inTemplate.length() - 1) : inTemplate;
  }

  private Optional<Body> body(Declared declared) throws NotATool {
    Optional<JsonNode> node = Nodes.field(declared.operation(), "requestBody");
    if (node.isEmpty() || !node.get().isObject()) {
      return Optional.empty();
    }
    JsonNode body = references.follow(node.get());
    boolean unusual = Set.of("GET", "HEAD", "OPTIONS", "TRACE").contains(declared.method());
    // Without a meaning in HTTP; a generator's by-product unless the document insists.
    return unusual && !Nodes.flag(body, "required") ? Optional.empty() : Body.of(references, body);
  }

  private List<List<String>> security(JsonNode operation) {
    JsonNode from = operation.has("security") ? operation : specification.root();
    if (!from.has("security")) {
      // A document that has schemes and never says where they apply means everywhere.
      return schemes.names().stream().map(List::of).toList();
    }
    return Nodes.list(from, "security").stream()
        .filter(JsonNode::isObject)
        .map(alternative -> List.copyOf(alternative.propertyNames()))
        .toList();
  }

  private Optional<JsonNode> responseSchema(JsonNode operation) {
    return success(operation)
        .flatMap(response -> Body.json(List.copyOf(Nodes.entries(response, "content"))))
        .map(content -> content.getValue().path("schema"))
        .filter(JsonNode::isObject);
  }

  /// The first answer that means success.
  private Optional<JsonNode> success(JsonNode operation) {
    return Nodes.entries(operation, "responses").stream()
        .filter(e -> e.getKey().toUpperCase(Locale.ROOT).matches("2[0-9X][0-9X]"))
        .sorted(Map.Entry.comparingByKey())
        .flatMap(e -> references.find(e.getValue()).stream())
        .filter(response -> response.path("content").isObject())
        .findFirst();
  }

  private String accept(JsonNode operation) {
    String otherwise = "application/json, */*;q=0.5";
    return success(operation)
        .flatMap(response -> Body.json(List.copyOf(Nodes.entries(response, "content"))))
        .map(Map.Entry::getKey)
        .filter(type -> type.matches("[A-Za-z0-9.+-]{1,60}/[A-Za-z0-9.+-]{1,100}"))
        .orElse(otherwise);
  }
}
