package dev.corvid.tools;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// A parameter as the document declares it.
///
/// @param json whether its value is written as JSON, because it is declared by `content`
/// @param reserved whether reserved characters stay as they are in a query
record Parameter(
    String name,
    Place place,
    boolean required,
    JsonNode schema,
    String description,
    Style style,
    boolean explode,
    boolean json,
    boolean reserved) {

  /// Where it goes.
  enum Place {
    PATH,
    QUERY,
    HEADER,
    COOKIE;

    /// How results and names show it.
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How arrays and objects are written.
  enum Style {
    SIMPLE,
    LABEL,
    MATRIX,
    FORM,
    SPACE_DELIMITED,
    PIPE_DELIMITED,
    DEEP_OBJECT
  }

  /// Headers that are the client's business, or the user's, and never a model's.
  private static final Set<String> PROTECTED_HEADERS =
      Set.of(
          "accept",
          "accept-encoding",
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "cookie",
          "date",
          "expect",
          "forwarded",
          "host",
          "http2-settings",
          "idempotency-key",
          "keep-alive",
          "origin",
          "referer",
          "set-cookie",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "x-http-method-override",
          "x-method-override",
          "x-real-ip");

  static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,200}");

  static boolean isProtectedHeader(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return PROTECTED_HEADERS.contains(lower)
        || lower.startsWith("proxy-")
        || lower.startsWith("sec-")
        || lower.startsWith("x-forwarded-");
  }

  /// Read a declaration whose references are followed.
  ///
  /// @throws NotATool if it is incomplete or of a kind that cannot be sent
  static Parameter of(References references, JsonNode declared) throws NotATool {
    String name =
        Nodes.text(declared, "name")
            .filter(n -> !n.isBlank())
            .orElseThrow(() -> new NotATool("a parameter has no name"));
    Place place = place(declared, name);
    Optional<JsonNode> content =
        Nodes.entries(declared, "content").stream()
            .map(e -> e.getValue().path("schema"))
            .findFirst();
    JsonNode schema = content.orElseGet(() -> declared.path("schema"));
    references.check(schema);
    Style style = style(declared, name, place);
    return new Parameter(
        name,
        place,
        place == Place.PATH || Nodes.flag(declared, "required"),
        schema,
        Nodes.text(declared, "description").orElse(""),
        style,
        Nodes.field(declared, "explode")
            .filter(JsonNode::isBoolean)
            .map(JsonNode::asBoolean)
            .orElse(style == Style.FORM || style == Style.DEEP_OBJECT),
        content.isPresent(),
        Nodes.flag(declared, "allowReserved"));
  }

  /// A parameter that only the path's template names.
  static Parameter undeclared(String name) {
    return new Parameter(
        name,
        Place.PATH,
        true,
        Nodes.FACTORY.objectNode().put("type", "string"),
        "",
        Style.SIMPLE,
        false,
        false,
        false);
  }

  private static Place place(JsonNode declared, String name) throws NotATool {
    String in = Nodes.text(declared, "in").orElse("");
    for (Place place : Place.values()) {
      if (place.word().equals(in)) {
        return place;
      }
    }
    throw new NotATool(
        "the parameter '%s' is in '%s', not in path, query, header or cookie"
            .formatted(Texts.describe(name, 40), Texts.describe(in, 20)));
  }

  private static Style style(JsonNode declared, String name, Place place) throws NotATool {
    String style = Nodes.text(declared, "style").orElse("");
    return switch (style) {
      case "" -> place == Place.QUERY || place == Place.COOKIE ? Style.FORM : Style.SIMPLE;
      case "simple" -> Style.SIMPLE;
      case "label" -> Style.LABEL;
      case "matrix" -> Style.MATRIX;
      case "form" -> Style.FORM;
      case "spaceDelimited" -> Style.SPACE_DELIMITED;
      case "pipeDelimited" -> Style.PIPE_DELIMITED;
      case "deepObject" -> Style.DEEP_OBJECT;
      default ->
          throw new NotATool(
              "the parameter '%s' has the unknown style '%s'"
                  .formatted(Texts.describe(name, 40), Texts.describe(style, 20)));
    };
  }
}
