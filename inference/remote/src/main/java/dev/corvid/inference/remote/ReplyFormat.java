package dev.corvid.inference.remote;

import dev.corvid.agent.Constraint;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How a server is asked for JSON, from the surest to not at all.
enum ReplyFormat {
  /// OpenAI's.
  JSON_SCHEMA("takes a schema"),
  /// That of llama-cpp-python and of older servers.
  JSON_OBJECT_UNDER_SCHEMA("takes a schema in another way"),
  JSON_OBJECT("takes no schema, so replies are JSON of any kind"),
  TEXT("takes no schema, so replies may be anything");

  private final String meaning;

  ReplyFormat(String meaning) {
    this.meaning = meaning;
  }

  /// What it means that a server is asked so, for people.
  String meaning() {
    return meaning;
  }

  Optional<ReplyFormat> weaker() {
    return this == TEXT ? Optional.empty() : Optional.of(values()[ordinal() + 1]);
  }

  void put(ObjectNode request, Constraint.JsonSchema constraint, JsonNode schema) {
    switch (this) {
      case JSON_SCHEMA -> {
        ObjectNode format = request.putObject("response_format").put("type", "json_schema");
        ObjectNode named = format.putObject("json_schema").put("name", "reply");
        named.set("schema", schema);
        named.put("strict", constraint.strict());
      }
      case JSON_OBJECT_UNDER_SCHEMA ->
          request.putObject("response_format").put("type", "json_object").set("schema", schema);
      case JSON_OBJECT -> request.putObject("response_format").put("type", "json_object");
      case TEXT -> {}
    }
  }
}
