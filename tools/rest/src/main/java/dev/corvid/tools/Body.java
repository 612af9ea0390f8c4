package dev.corvid.tools;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A request body that is JSON.
///
/// @param contentType as it is sent
/// @param required whether a request without it is wrong
record Body(String contentType, JsonNode schema, boolean required, String description) {
  private static final String JSON = "application/json";

  /// Read a declaration whose references are followed; empty if it declares no content.
  ///
  /// @throws NotATool if the content is not JSON
  static Optional<Body> of(References references, JsonNode declared) throws NotATool {
    var contents = List.copyOf(Nodes.entries(declared, "content"));
    if (contents.isEmpty()) {
      return Optional.empty();
    }
    Optional<Map.Entry<String, JsonNode>> json = json(contents);
    if (json.isEmpty()) {
      String types = contents.stream().map(Map.Entry::getKey).collect(Collectors.joining(", "));
      throw new NotATool("its body is not JSON but " + Texts.describe(types, 100));
    }
    JsonNode schema = json.get().getValue().path("schema");
    references.check(schema);
    return Optional.of(
        new Body(
            sent(json.get().getKey()),
            schema,
            isRequired(references, declared, schema),
            Nodes.text(declared, "description").orElse("")));
  }

  /// Many authors forget to say so, but a body with required fields that may be left out as a whole
  /// is rare.
  private static boolean isRequired(References references, JsonNode declared, JsonNode schema) {
    return declared.has("required")
        ? Nodes.flag(declared, "required")
        : !Nodes.texts(references.merged(schema), "required").isEmpty();
  }

  /// The content that is JSON, best first: plain, a kind of it, anything.
  static Optional<Map.Entry<String, JsonNode>> json(List<Map.Entry<String, JsonNode>> contents) {
    return contents.stream()
        .filter(e -> isType(e, JSON))
        .findFirst()
        .or(() -> contents.stream().filter(e -> type(e.getKey()).endsWith("+json")).findFirst())
        .or(() -> contents.stream().filter(e -> isType(e, "text/json")).findFirst())
        .or(() -> contents.stream().filter(e -> isType(e, "application/*")).findFirst())
        .or(() -> contents.stream().filter(e -> isType(e, "*/*")).findFirst());
  }

  private static boolean isType(Map.Entry<String, JsonNode> content, String type) {
    return type(content.getKey()).equals(type);
  }

  private static String type(String contentType) {
    return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String sent(String contentType) {
    String type = type(contentType);
    return type.matches("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}") ? type : JSON;
  }
}
