package dev.corvid.tools;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads JSON or YAML into a tree. An alias of YAML becomes the very node its anchor names, so that
/// a bomb of aliases takes no memory; how large the tree would be with every alias written out is
/// counted, since whoever walks it walks all of that.
final class TreeReader {
  /// The largest document, in bytes.
  static final int MOST_BYTES = 32 << 20;

  private static final int MOST_DEPTH = 200;
  private static final long MOST_NODES = 5_000_000;
  private static final int MOST_EXPONENT = 400;
  private static final Pattern BLANK_LINE = Pattern.compile("(?m)^[ \\t]+$");

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(2 * MOST_DEPTH)
          .maxStringLength(MOST_BYTES)
          .maxNameLength(MOST_BYTES)
          .build();
  private static final TokenStreamFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(LIMITS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .build();
  private static final TokenStreamFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(LIMITS)
          .loadSettings(LoadSettings.builder().setCodePointLimit(MOST_BYTES).build())
          .build();

  private final String name;
  private final JsonParser parser;
  private final Map<String, Part> anchors = new HashMap<>();
  private long read;

  /// A node with how many nodes and levels it has once its aliases are written out.
  private record Part(JsonNode node, long nodes, int height) {}

  private TreeReader(String name, JsonParser parser) {
    this.name = name;
    this.parser = parser;
  }

  /// Read a document that is JSON if it begins with a brace, and YAML otherwise.
  ///
  /// @param name what messages call it
  /// @throws SpecificationException.Broken if it is neither, or larger or deeper than any
  ///   real one
  static JsonNode read(String name, byte[] bytes) {
    boolean json = beginsWithBrace(bytes);
    try (JsonParser parser = json ? json(bytes) : yaml(bytes)) {
      if (parser.nextToken() == null) {
        throw broken(name, "is empty", null);
      }
      JsonNode root = new TreeReader(name, parser).part(0).node();
      if (parser.nextToken() != null) {
        throw broken(name, "goes on after its end" + at(parser.currentTokenLocation()), null);
      }
      return root;
    } catch (JacksonException e) {
      throw broken(name, "is no valid " + (json ? "JSON" : "YAML") + at(e) + ": " + first(e), e);
    }
  }

  private static JsonParser json(byte[] bytes) {
    return JSON.createParser(ObjectReadContext.empty(), bytes);
  }

  /// Without the blanks of lines that have nothing else: the parser refuses a block of text that
  /// consists of such lines, which others take.
  private static JsonParser yaml(byte[] bytes) {
    boolean wide = bytes.length > 1 && (bytes[0] & 0xff) >= 0xfe && (bytes[1] & 0xff) >= 0xfe;
    String text = new String(bytes, wide ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8);
    return YAML.createParser(ObjectReadContext.empty(), BLANK_LINE.matcher(text).replaceAll(""));
  }

  private static boolean beginsWithBrace(byte[] bytes) {
    for (byte b : bytes) {
      // Blanks, a byte order mark, and the zero bytes of UTF-16.
      if (b == '{') {
        return true;
      }
      if (b > ' ') {
        return false;
      }
    }
    return false;
  }

  private Part part(int depth) {
    if (depth > MOST_DEPTH) {
      throw broken(name, "nests deeper than " + MOST_DEPTH + " levels", null);
    }
    if (++read > MOST_NODES) {
      throw tooLarge();
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      return aliased(yaml.getString(), depth);
    }
    Optional<String> anchor = anchor();
    Part part =
        switch (parser.currentToken()) {
          case START_OBJECT -> object(depth);
          case START_ARRAY -> array(depth);
          default -> new Part(scalar(), 1, 1);
        };
    anchor.ifPresent(a -> anchors.put(a, part));
    return part;
  }

  private Optional<String> anchor() {
    return parser instanceof YAMLParser yaml
        ? Optional.ofNullable(yaml.getObjectId()).map(Object::toString)
        : Optional.empty();
  }

  private Part aliased(String anchor, int depth) {
    Part part = anchors.get(anchor);
    if (part == null) {
      throw broken(
          name,
          "has an alias *%s%s whose anchor does not come before it or holds it"
              .formatted(anchor, at(parser.currentTokenLocation())),
          null);
    }
    if (depth + part.height() > MOST_DEPTH) {
      throw broken(name, "nests deeper than " + MOST_DEPTH + " levels through its aliases", null);
    }
    return part;
  }

  private Part object(int depth) {
    ObjectNode object = Nodes.FACTORY.objectNode();
    ObjectNode merged = Nodes.FACTORY.objectNode();
    long nodes = 1;
    int height = 0;
    while (next() != JsonToken.END_OBJECT) {
      String field = String.valueOf(parser.currentName());
      next();
      Part part = part(depth + 1);
      nodes = checked(nodes + part.nodes());
      height = Math.max(height, part.height());
      if (field.equals("<<") && parser instanceof YAMLParser) {
        merge(merged, part.node());
      } else {
        object.set(field, part.node());
      }
    }
    merged.properties().stream()
        .filter(e -> !object.has(e.getKey()))
        .toList()
        .forEach(e -> object.set(e.getKey(), e.getValue()));
    return new Part(object, nodes, height + 1);
  }

  /// YAML's merge key: what an object says itself wins, then the first of several.
  private static void merge(ObjectNode into, JsonNode value) {
    if (value.isArray()) {
      value.forEach(each -> merge(into, each));
    } else {
      Nodes.object(value).ifPresent(o -> o.properties().forEach(e -> putNew(into, e)));
    }
  }

  private static void putNew(ObjectNode into, Map.Entry<String, JsonNode> entry) {
    if (!into.has(entry.getKey())) {
      into.set(entry.getKey(), entry.getValue());
    }
  }

  private Part array(int depth) {
    ArrayNode array = Nodes.FACTORY.arrayNode();
    long nodes = 1;
    int height = 0;
    while (next() != JsonToken.END_ARRAY) {
      Part part = part(depth + 1);
      nodes = checked(nodes + part.nodes());
      height = Math.max(height, part.height());
      array.add(part.node());
    }
    return new Part(array, nodes, height + 1);
  }

  private JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw broken(name, "ends before it is complete", null);
    }
    return token;
  }

  private long checked(long nodes) {
    if (nodes > MOST_NODES) {
      throw tooLarge();
    }
    return nodes;
  }

  private JsonNode scalar() {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> Nodes.FACTORY.booleanNode(true);
      case VALUE_FALSE -> Nodes.FACTORY.booleanNode(false);
      case VALUE_NULL -> Nodes.FACTORY.nullNode();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number();
      default -> Nodes.FACTORY.stringNode(String.valueOf(parser.getString()));
    };
  }

  /// A number that nobody can calculate with stays a text.
  private JsonNode number() {
    if (parser.isNaN()) {
      return Nodes.FACTORY.stringNode(parser.getString());
    }
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return switch (parser.getNumberType()) {
        case INT -> Nodes.FACTORY.numberNode(parser.getIntValue());
        case LONG -> Nodes.FACTORY.numberNode(parser.getLongValue());
        default -> Nodes.FACTORY.numberNode(parser.getBigIntegerValue());
      };
    }
    BigDecimal value = parser.getDecimalValue();
    return Math.abs((long) value.scale()) > MOST_EXPONENT
        ? Nodes.FACTORY.stringNode(parser.getString())
        : Nodes.FACTORY.numberNode(value);
  }

  private SpecificationException tooLarge() {
    return broken(name, "has more than " + MOST_NODES + " values, aliases written out", null);
  }

  private static SpecificationException broken(
      String name, String rule, @Nullable Throwable cause) {
    return new SpecificationException.Broken(
        "The specification " + name + " " + rule,
        "Give an OpenAPI document, JSON or YAML, as its author published it.",
        cause);
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null ? "" : at(e.getLocation());
  }

  private static String at(TokenStreamLocation location) {
    return location.getLineNr() < 1
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  private static String first(JacksonException e) {
    String line = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
    int aside = line.indexOf(" (");
    return Texts.cut(aside < 0 ? line : line.substring(0, aside), 200);
  }
}
