package dev.corvid.agent;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a JSON Schema says in words: the names of its properties, also nested ones, and their
/// descriptions with the values of their enums, since a task names the value instead of the
/// property: "the rabbits" for `kind`. A schema is data of a stranger: what is no JSON has no
/// words, what is too long is cut.
record SchemaWords(String names, String descriptions) {
  private static final int MAX_CHARACTERS = 20_000;

  static SchemaWords of(String schema) {
    StringBuilder names = new StringBuilder();
    StringBuilder descriptions = new StringBuilder();
    try {
      collect(JsonMapper.shared().readTree(schema), names, descriptions);
    } catch (JacksonException noJson) {
      return new SchemaWords("", "");
    }
    return new SchemaWords(names.toString(), descriptions.toString());
  }

  // Jackson refuses to read what is nested too deep to visit.
  private static void collect(JsonNode node, StringBuilder names, StringBuilder descriptions) {
    JsonNode description = node.path("description");
    if (description.isString()) {
      add(description.stringValue(), descriptions);
    }
    JsonNode values = node.path("enum");
    if (values.isArray()) {
      values.forEach(value -> add(value.asString(""), descriptions));
    }
    node.path("properties").propertyNames().forEach(name -> add(name, names));
    for (JsonNode child : node) {
      collect(child, names, descriptions);
    }
  }

  private static void add(String text, StringBuilder texts) {
    int left = MAX_CHARACTERS - texts.length();
    if (left > 0) {
      texts.append(text, 0, Math.min(left, text.length())).append('\n');
    }
  }
}
