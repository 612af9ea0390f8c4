package dev.corvid.tools.mcp;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as it is read and written here: numbers keep their digits, so what is written again is what
/// was read.
final class Json {
  /// What a server sends may nest so deep, and what it is sent.
  private static final int MAX_DEPTH = 100;

  /// No double is larger than 1e308; arithmetic on larger powers of ten would never end.
  private static final int MAX_SCALE = 400;

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final ObjectReader STRICT =
      MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

  private Json() {}

  /// The object that a text is, if it is one; of members with the same name the last counts.
  static Optional<ObjectNode> anyObject(String text) {
    return read(MAPPER.reader(), text);
  }

  /// The object that a text is, if it is one that names no member twice.
  static Optional<ObjectNode> object(String text) {
    return read(STRICT, text);
  }

  private static Optional<ObjectNode> read(ObjectReader reader, String text) {
    try {
      return reader.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  static String write(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /// A text member's value, or an empty text.
  static String text(JsonNode node, String member) {
    return node.path(member).stringValue("");
  }

  /// Whether a number is too large or too small to be calculated with.
  static boolean hasExtremeNumber(JsonNode node) {
    if (node.isNumber()) {
      BigDecimal value = node.decimalValue();
      return Math.abs((long) value.scale()) + value.precision() > MAX_SCALE;
    }
    return node.valueStream().anyMatch(Json::hasExtremeNumber);
  }
}
